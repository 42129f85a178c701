// WebKit, over its own WebDriver (W3C WebDriver 2): a dozen commands. The npm packages for it want a newer Node.js than
// this project, or download drivers.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

import { freePort } from '../support/service.mjs';
import { type Engine, PATIENCE, type Tab } from './tab.ts';

/** The key under which the protocol names an element. */
const ELEMENT = 'element-6066-11e4-a52e-4f735466cecf';

/** A display of its own, and one driver for each page: a driver has one session at a time. */
export async function webkit(): Promise<Engine> {
  const display = spawn('Xvfb', ['-displayfd', '1', '-screen', '0', '1280x900x24', '-nolisten', 'tcp'], { stdio: ['ignore', 'pipe', 'ignore'] });
  const [number] = await Promise.race([once(display.stdout, 'data'), failed(display, 'Xvfb')]);
  const name = `:${String(number).trim()}`;
  return {
    open: () => open(name),
    close: () => end(display),
  };
}

async function open(display: string): Promise<Tab> {
  const port = await freePort();
  const environment = { ...process.env, DISPLAY: display, GDK_BACKEND: 'x11', WEBKIT_DISABLE_DMABUF_RENDERER: '1' };
  const driver = spawn('WebKitWebDriver', [`--port=${port}`], { env: environment, stdio: 'ignore' });
  const base = `http://127.0.0.1:${port}`;
  await Promise.race([listening(base), failed(driver, 'WebKitWebDriver')]);
  const { sessionId } = await command<{ sessionId: string }>(`${base}/session`, {
    capabilities: { alwaysMatch: { acceptInsecureCerts: true } },
  });
  const session = `${base}/session/${sessionId}`;
  const run = <T>(script: string, ...args: unknown[]) => command<T>(`${session}/execute/sync`, { script, args });
  const element = (selector: string) => found(session, selector);
  return {
    goto: async (url) => {
      await command(`${session}/url`, { url });
      await run(LISTEN);
    },
    url: () => command<string>(`${session}/url`),
    fill: async (selector, text) => {
      const field = await element(selector);
      await command(`${field}/clear`, {});
      await command(`${field}/value`, { text });
    },
    click: async (selector) => void (await command(`${await element(selector)}/click`, {})),
    text: async (selector) => (await run<string | null>('return document.querySelector(arguments[0])?.innerText ?? null', selector)) ?? undefined,
    count: (selector) => run<number>('return document.querySelectorAll(arguments[0]).length', selector),
    problems: () => run<string[]>('return window.problems ?? []'),
    screenshot: async () => Buffer.from(await command<string>(`${session}/screenshot`), 'base64'),
    close: async () => {
      await command(session, undefined, 'DELETE').catch(() => undefined);
      await end(driver);
    },
  };
}

/** The protocol tells nothing of consoles, so a page that was gone to collects its own errors from then on. */
const LISTEN = `
  window.problems = [];
  addEventListener('error', (event) => window.problems.push('exception: ' + event.message));
  addEventListener('unhandledrejection', (event) => window.problems.push('rejection: ' + event.reason));
  addEventListener('securitypolicyviolation', (event) => window.problems.push('policy violated: ' + event.violatedDirective));
`;

/** The address of an element, once it is there and shown. */
async function found(session: string, selector: string): Promise<string> {
  for (const end = Date.now() + PATIENCE; ; await sleep(100)) {
    const all = await command<Record<string, string>[]>(`${session}/elements`, { using: 'css selector', value: selector });
    for (const one of all) {
      const address = `${session}/element/${one[ELEMENT]}`;
      // It may have left the page meanwhile.
      if (await command<boolean>(`${address}/displayed`).catch(() => false)) return address;
    }
    if (Date.now() > end) throw new Error(`${selector} is not shown`);
  }
}

/** Sends a command: a POST when there is a body. */
async function command<T>(address: string, body?: object, method = body ? 'POST' : 'GET'): Promise<T> {
  const answer = await fetch(address, { method, ...(body && { body: JSON.stringify(body) }) });
  const { value } = (await answer.json()) as { value: T & { error?: string; message?: string } };
  if (!answer.ok) throw new Error(`${value.error}: ${value.message} (${method} ${new URL(address).pathname})`);
  return value;
}

async function listening(base: string): Promise<void> {
  for (const end = Date.now() + PATIENCE; Date.now() < end; await sleep(50)) {
    if (await fetch(`${base}/status`).catch(() => undefined)) return;
  }
  throw new Error('WebKitWebDriver does not answer');
}

/** Fails when the program cannot be run or ends. */
async function failed(child: ChildProcess, name: string): Promise<never> {
  const why = await Promise.race([once(child, 'exit'), once(child, 'error')]).catch((error) => [error]);
  throw new Error(`${name} does not run: ${why[0]}`);
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill();
  await gone;
}
