// What people do on Narwhal's pages.

import { type Page, expect } from '@playwright/test';

import { request } from './http.mjs';
import type { Service } from './service.mjs';

export interface Account {
  email: string;
  password: string;
  name?: string;
}

export interface Letter {
  /** Recipients, as typed. */
  to: string[];
  subject: string;
  body: string;
  /** The words of the choice, such as `1 hour`. */
  life?: string;
  /** What stands in the field for a later time, such as `2030-01-31T08:00`. */
  later?: string;
  /** What a first message waits behind. */
  passcode?: string;
}

/** The page's islands can be used. */
export async function live(page: Page): Promise<void> {
  await expect(page.locator('[data-component]:not([data-live])')).toHaveCount(0);
}

export async function fillSignIn(page: Page, { email, password }: Account): Promise<void> {
  await page.getByLabel('Email address').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

export async function signIn(page: Page, service: Service, account: Account): Promise<void> {
  await page.goto(`${service.url}/sign-in`);
  await fillSignIn(page, account);
  await expect(page).toHaveURL(`${service.url}/sent`);
}

/** Fills in the form for a new message, without sending it. */
export async function write(page: Page, service: Service, letter: Letter): Promise<void> {
  await page.goto(`${service.url}/compose`);
  await live(page);
  for (const number of letter.to) {
    await page.getByLabel('To', { exact: true }).fill(number);
    await page.getByLabel('To', { exact: true }).press('Enter');
  }
  await expect(chips(page)).toHaveCount(letter.to.length);
  await page.getByLabel('Subject').fill(letter.subject);
  await page.getByLabel('Message', { exact: true }).fill(letter.body);
  if (letter.life) await page.getByLabel('Erase it after').selectOption(letter.life);
  if (letter.later) {
    await page.getByLabel('Send', { exact: true }).selectOption('At a later time');
    await page.getByLabel('Day and time').fill(letter.later);
  }
  if (letter.passcode) {
    await page.getByText('Passcode', { exact: true }).click();
    await page.getByLabel('Passcode for a first message').fill(letter.passcode);
  }
}

/** Writes a message, sends it, and answers its id. */
export async function send(page: Page, service: Service, letter: Letter): Promise<string> {
  await write(page, service, letter);
  await page.getByRole('button', { name: 'Send message' }).click();
  return sentId(page);
}

/** The id of the message that the page says it has sent. */
export async function sentId(page: Page): Promise<string> {
  const link = page.getByRole('link', { name: 'See how it is doing' });
  await expect(link).toBeVisible();
  const path = (await link.getAttribute('href')) ?? '';
  expect(path).toMatch(/^\/sent\/[\w-]+$/);
  return path.slice('/sent/'.length);
}

/** The recipients' chips on the compose page. */
export function chips(page: Page) {
  return page.getByRole('list', { name: 'Recipients' }).locator('.chip');
}

/** A recipient's first visit. */
export async function claim(page: Page, link: string, password: string): Promise<void> {
  await page.goto(link);
  await page.getByLabel('Choose a password').fill(password);
  await page.getByRole('button', { name: 'Open my message' }).click();
}

/** A later visit. */
export async function unlock(page: Page, link: string, password: string): Promise<void> {
  await page.goto(link);
  await page.getByLabel('Your password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Open my message' }).click();
}

/** The message's text on a recipient's page. */
export function letterText(page: Page) {
  return page.getByRole('article').locator('.text');
}

/** The badge of a message with one recipient, on its sender's page. */
export async function statusOf(desk: Page, service: Service, id: string): Promise<string> {
  await desk.goto(`${service.url}/sent/${id}`);
  return desk.locator('.badge').innerText();
}

/** Waits until a message's badge says this. */
export async function expectStatus(desk: Page, service: Service, id: string, status: string): Promise<void> {
  await expect.poll(() => statusOf(desk, service, id), { timeout: 20_000 }).toBe(status);
}

/** A page's cookies as a header, for a request that no browser makes. */
export async function cookieHeader(page: Page): Promise<string> {
  const cookies = await page.context().cookies();
  return cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
}

/** A page's first response, exactly as a browser with this page's cookies gets it. */
export async function firstResponse(page: Page, url: string) {
  return request(url, { headers: { cookie: await cookieHeader(page), 'accept-encoding': 'br, gzip' } });
}
