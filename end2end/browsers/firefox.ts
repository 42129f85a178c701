// Firefox, over WebDriver BiDi.

import puppeteer, { type Browser, type Page } from 'puppeteer-core';

import { type Engine, PATIENCE, type Tab } from './tab.ts';

const executablePath = process.env.FIREFOX || '/usr/bin/firefox-esr';

export async function firefox(): Promise<Engine> {
  const browser = await puppeteer.launch({ browser: 'firefox', executablePath, headless: true, acceptInsecureCerts: true });
  return {
    open: () => open(browser),
    close: () => browser.close(),
  };
}

async function open(browser: Browser): Promise<Tab> {
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  const found = watch(page);
  const element = async (selector: string) => {
    const shown = await page.waitForSelector(selector, { visible: true, timeout: PATIENCE });
    if (!shown) throw new Error(`there is no ${selector}`);
    return shown;
  };
  return {
    goto: async (url) => void (await page.goto(url, { timeout: PATIENCE })),
    url: async () => page.url(),
    fill: async (selector, text) => {
      const field = await element(selector);
      // Three clicks select what stands there, so that it is typed over.
      await field.click({ count: 3 });
      await field.type(text);
    },
    click: async (selector) => (await element(selector)).click(),
    text: (selector) => page.evaluate((found) => document.querySelector<HTMLElement>(found)?.innerText, selector),
    count: (selector) => page.evaluate((found) => document.querySelectorAll(found).length, selector),
    problems: async () => found,
    screenshot: async () => Buffer.from(await page.screenshot()),
    close: () => context.close(),
  };
}

/** Collects errors and warnings of the console, exceptions, and error statuses. */
function watch(page: Page): string[] {
  const found: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warn'].includes(message.type())) found.push(`console ${message.type()}: ${message.text()}`);
  });
  page.on('pageerror', (error) => found.push(`exception: ${error}`));
  page.on('response', (response) => {
    if (response.status() >= 400) found.push(`status of ${response.status()}: ${response.url()}`);
  });
  return found;
}
