// What must work in every browser: a sender writes, a recipient reads.

import { randomUUID } from 'node:crypto';

import type { Service } from '../support/service.mjs';
import { expect, live, test } from './fixtures.ts';
import type { Tab } from './tab.ts';

const PASSWORD = 'olive lantern quartz canoe';
const WRONG = 'Olive lantern quartz canoe';
const BUTTON = 'form button.primary';
const LETTER = 'article .text';

/** Writes to a new number; the number, the words, and the link in the text. */
async function send(desk: Tab, service: Service) {
  const [number, words] = [service.nextNumber(), `needle-${randomUUID()}`];
  await desk.goto(`${service.url}/compose`);
  await live(desk);
  await desk.fill('#to', `${number},`);
  await expect.poll(() => desk.count('.chip:not(.wrong)')).toBe(1);
  await desk.fill('#subject', 'Your results');
  await desk.fill('#body', words);
  await desk.click(BUTTON);
  await expect.poll(() => desk.count('main a[href^="/sent/"]')).toBeGreaterThan(0);
  return { number, words, link: (await service.link(number)).url };
}

async function type(tab: Tab, password: string): Promise<void> {
  await live(tab);
  await tab.fill('#password', password);
  await tab.click(BUTTON);
}

/** A first visit, up to the message. */
async function claim(tab: Tab, link: string, words: string): Promise<void> {
  await tab.goto(link);
  await type(tab, PASSWORD);
  await expect.poll(() => tab.text(LETTER)).toBe(words);
}

test('a sender writes, sends, and sees it read', async ({ service, desk, open }) => {
  const { words, link } = await send(desk, service);
  await desk.click('main a[href^="/sent/"]');
  await expect.poll(() => desk.text('.badge')).toBe('Delivered');
  await claim(await open(), link, words);
  // A page in the background asks for nothing, so it is loaded again.
  const page = await desk.url();
  const status = async () => {
    await desk.goto(page);
    return desk.text('.badge');
  };
  await expect.poll(status).toBe('Opened');
});

test('a first visit: a short password is refused, a good one opens the message', async ({ service, desk, open }) => {
  const { words, link } = await send(desk, service);
  const tab = await open();
  await tab.goto(link);
  await type(tab, 'kV7#');
  await expect.poll(() => tab.text('#password-error')).toMatch(/at least 8 characters/);
  await tab.fill('#password', PASSWORD);
  await tab.click(BUTTON);
  await expect.poll(() => tab.text(LETTER)).toBe(words);
});

test('a later visit: a wrong password is refused, the right one opens the message', async ({ service, desk, open }) => {
  const { words, link } = await send(desk, service);
  const first = await open();
  await claim(first, link, words);
  const tab = await open(/status of 401/);
  await tab.goto(link);
  await type(tab, WRONG);
  await expect.poll(() => tab.text('#password-error')).toMatch(/not the password/);
  expect(await tab.count(LETTER)).toBe(0);
  await tab.fill('#password', PASSWORD);
  await tab.click(BUTTON);
  await expect.poll(() => tab.text(LETTER)).toBe(words);
});

test('without a link: number and password, and signing out closes everything', async ({ service, desk, open }) => {
  const { number, words, link } = await send(desk, service);
  const first = await open();
  await claim(first, link, words);
  const tab = await open();
  await tab.goto(`${service.url}/inbox`);
  await live(tab);
  await tab.fill('#phone', number);
  await tab.fill('#password', PASSWORD);
  await tab.click(BUTTON);
  await expect.poll(() => tab.count('a[href^="/m/"]')).toBe(1);
  await tab.click('a[href^="/m/"]');
  await expect.poll(() => tab.text(LETTER)).toBe(words);
  await tab.click('form[action="/sign-out"] button');
  await expect.poll(() => tab.url()).toBe(`${service.url}/signed-out`);
  await tab.goto(link);
  await live(tab);
  expect(await tab.count(LETTER)).toBe(0);
  expect(await tab.count('#password')).toBe(1);
});
