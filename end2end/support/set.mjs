// A service with one sender who is signed in, for the scripts: a browser, an account and a first message.

import { chromium } from '@playwright/test';

import { args, desktop, executablePath } from './browser.mjs';
import { Service } from './service.mjs';

const SENDER = { email: 'imani@lakeside.example', name: 'Dr. Imani Okafor', password: 'orchard tugboat velvet nine' };

/**
 * Runs `work` with a service, a browser and a page with the sender signed in, and clears everything away afterwards.
 * @param {(set: {
 *   service: Service,
 *   browser: import('@playwright/test').Browser,
 *   desk: import('@playwright/test').Page,
 * }) => Promise<void>} work
 */
export async function withService(work) {
  const service = await Service.start({ NARWHAL_ORGANISATION: 'Lakeside Clinic' });
  const browser = await chromium.launch({ executablePath, args });
  try {
    await service.addUser(SENDER);
    const context = await browser.newContext({ ...desktop, deviceScaleFactor: 2 });
    const desk = await context.newPage();
    await desk.goto(`${service.url}/sign-in`);
    await desk.getByLabel('Email address').fill(SENDER.email);
    await desk.getByLabel('Password', { exact: true }).fill(SENDER.password);
    await desk.getByRole('button', { name: 'Sign in' }).click();
    await desk.waitForURL('**/sent');
    await work({ service, browser, desk });
  } finally {
    await browser.close();
    await service.dispose();
  }
}

/**
 * @param {import('@playwright/test').Page} desk
 * @param {Service} service
 * @param {{ to: string[], subject: string, body: string }} letter
 */
export async function write(desk, service, { to, subject, body }) {
  await desk.goto(`${service.url}/compose`);
  await desk.locator('[data-live]').waitFor({ state: 'attached' });
  for (const number of to) {
    await desk.getByLabel('To', { exact: true }).fill(number);
    await desk.getByLabel('To', { exact: true }).press('Enter');
  }
  await desk.getByLabel('Subject').fill(subject);
  await desk.getByLabel('Message', { exact: true }).fill(body);
}

/** @param {import('@playwright/test').Page} desk */
export async function send(desk) {
  await desk.getByRole('button', { name: 'Send message' }).click();
  await desk.getByRole('link', { name: 'See how it is doing' }).waitFor();
}

/**
 * @param {import('@playwright/test').Page} page
 * @param {string} link
 */
export async function claim(page, link) {
  await page.goto(link);
  await page.getByLabel('Choose a password').fill('olive lantern quartz canoe');
  await page.getByRole('button', { name: 'Open my message' }).click();
  await page.getByRole('article').waitFor();
}
