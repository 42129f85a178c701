// A sender's second factor: set up, asked for at the door, lost, required.

import { createHmac } from 'node:crypto';

import type { Page } from '@playwright/test';

import { examine } from '../support/examine.ts';
import { SENDER, type Service, expect, test } from '../support/fixtures.ts';
import { fillSignIn, live, signIn } from '../support/people.ts';

const CODE = /^([0-9a-hjkmnp-tv-z]{4}-){2}[0-9a-hjkmnp-tv-z]{4}$/;
const WRONG = 'That is not the code, or it was used before.';

/** An authenticator app that has this key (RFC 6238). */
class App {
  #last = 0;

  constructor(readonly key: string) {}

  /** A code that was not used yet: the present one, or the next one, which is accepted too. */
  next(): string {
    this.#last = Math.max(now(), this.#last + 1);
    return this.at(this.#last);
  }

  /** The code of a time step. */
  at(step: number): string {
    const bits = [...this.key.replaceAll(' ', '')].map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0')).join('');
    const secret = Buffer.from(bits.match(/.{8}/g)!.map((byte) => Number.parseInt(byte, 2)));
    const counter = Buffer.alloc(8);
    counter.writeBigUInt64BE(BigInt(step));
    const tag = createHmac('sha1', secret).update(counter).digest();
    const number = tag.readUInt32BE(tag[19]! & 15) & 0x7fffffff;
    return (number % 1_000_000).toString().padStart(6, '0');
  }
}

function now(): number {
  return Math.floor(Date.now() / 30_000);
}

/** Sets an app up on the page for it; the app, the first code, and the recovery codes. */
async function setUp(page: Page): Promise<{ app: App; first: string; codes: string[] }> {
  await live(page);
  await page.getByLabel('Your password', { exact: true }).fill(SENDER.password);
  await page.getByRole('button', { name: 'Set it up' }).click();
  const key = await page.locator('.secret').innerText();
  expect(key).toMatch(/^([A-Z2-7]{4} ){7}[A-Z2-7]{4}$/);
  const app = new App(key);
  const first = app.next();
  await page.getByLabel('Code from your authenticator app').fill(first);
  await page.getByRole('button', { name: 'Finish' }).click();
  await expect(page.getByRole('heading', { name: 'Your recovery codes' })).toBeFocused();
  const codes = await page.locator('.codes code').allInnerTexts();
  expect(codes).toHaveLength(10);
  for (const code of codes) expect(code).toMatch(CODE);
  return { app, first, codes };
}

/** The password, up to the question for the code. */
async function password(page: Page, service: Service): Promise<void> {
  await page.goto(`${service.url}/sign-in`);
  await fillSignIn(page, SENDER);
  await expect(page.getByLabel('Code from your authenticator app')).toBeFocused();
}

async function answer(page: Page, code: string): Promise<void> {
  await page.getByLabel(/^(Code from|Recovery code)/).fill(code);
  await page.getByRole('button', { name: 'Go on' }).click();
}

async function signOut(page: Page, service: Service): Promise<void> {
  await page.goto(`${service.url}/settings`);
  await page.getByRole('button', { name: 'Sign out', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('You are signed out');
}

test('an app is set up, asked for, and replaced by a recovery code when it is lost', async ({ startService, openPhone }) => {
  test.slow();
  const service = await startService();
  await service.addUser(SENDER);
  const { page, watch, context } = await openPhone();
  watch.allow(401);
  await signIn(page, service, SENDER);
  await page.goto(`${service.url}/settings`);
  await page.getByRole('link', { name: 'Set up an authenticator app' }).click();
  await examine(page, 'no second factor yet');
  await live(page);
  await page.getByLabel('Your password', { exact: true }).fill('not this one, surely');
  await page.getByRole('button', { name: 'Set it up' }).click();
  await expect(page.locator('#form-error')).toHaveText('That is not your password.');
  await page.getByLabel('Your password', { exact: true }).fill(SENDER.password);
  await page.getByRole('button', { name: 'Set it up' }).click();
  await expect(page.getByRole('img', { name: 'QR code for the authenticator app' })).toBeVisible();
  await examine(page, 'an authenticator app is being set up');
  const link = await page.getByRole('link', { name: 'open the app on this device' }).getAttribute('href');
  const shown = await page.locator('.secret').innerText();
  expect(link).toBe(
    `otpauth://totp/Lakeside%20Clinic:imani%40lakeside.example?secret=${shown.replaceAll(' ', '')}&issuer=Lakeside%20Clinic`,
  );
  await page.getByLabel('Code from your authenticator app').fill(new App(shown).at(now() - 9));
  await page.getByRole('button', { name: 'Finish' }).click();
  await expect(page.locator('#code-error')).toContainText(WRONG);
  await page.reload();
  const { app, first, codes } = await setUp(page);
  await examine(page, 'new recovery codes');
  await page.getByRole('button', { name: 'Copy' }).click();
  await expect(page.getByText('Copied.')).toBeVisible();
  await page.getByRole('link', { name: 'I have kept them: go on' }).click();
  await expect(page).toHaveURL(`${service.url}/sent`);
  expect(await page.content()).not.toContain(codes[0]);

  await signOut(page, service);
  await password(page, service);
  await examine(page, 'the question for a code');
  const names = (await context.cookies()).map(({ name }) => name);
  expect(names, 'no session before the code').toEqual(['__Host-narwhal-pending']);
  await page.request.get(`${service.url}/sent`, { maxRedirects: 0 }).then((response) => expect(response.status()).toBe(303));
  await answer(page, first);
  await expect(page.locator('#code-error'), 'the first code is used up').toContainText(WRONG);
  const used = app.next();
  await answer(page, used);
  await expect(page).toHaveURL(`${service.url}/sent`);
  expect((await context.cookies()).map(({ name }) => name)).toEqual(['__Host-narwhal-sender']);

  await signOut(page, service);
  await password(page, service);
  await answer(page, used);
  await expect(page.locator('#code-error')).toContainText(WRONG);
  await page.getByRole('button', { name: 'Use a recovery code instead' }).click();
  await expect(page.getByLabel('Recovery code')).toBeFocused();
  await answer(page, codes[0]!.toUpperCase().replaceAll('-', ' '));
  await expect(page.getByText('You signed in with a recovery code. There are 9 more.')).toBeVisible();
  await examine(page, 'a second factor');

  await page.locator('summary', { hasText: 'Make new ones' }).click();
  await page.getByRole('button', { name: 'Make new codes' }).click();
  await expect(page.locator('#renew-password-error')).toHaveText('Please type your password.');
  await page.locator('#renew-password').fill(SENDER.password);
  await page.locator('#renew-code').fill(codes[1]!);
  await examine(page, 'new recovery codes are asked for');
  await page.getByRole('button', { name: 'Make new codes' }).click();
  await expect(page.locator('.codes code')).toHaveCount(10);
  const renewed = await page.locator('.codes code').allInnerTexts();
  expect(renewed).toHaveLength(10);

  await page.goto(`${service.url}/settings/second-factor`);
  await live(page);
  await page.locator('summary', { hasText: 'Remove it' }).click();
  await page.locator('#remove-password').fill(SENDER.password);
  await page.locator('#remove-code').fill(codes[2]!);
  await page.getByRole('button', { name: 'Remove the app' }).click();
  await expect(page.locator('#remove-code-error'), 'the old codes have ended').toContainText(WRONG);
  await page.locator('#remove-code').fill(renewed[0]!);
  await page.getByRole('button', { name: 'Remove the app' }).click();
  await expect(page.getByText('Your authenticator app is removed.')).toBeVisible();
  await signOut(page, service);
  await signIn(page, service, SENDER);
});

test('where one is required, nothing else works before, and an operator can help', async ({ startService, openPhone }) => {
  const service = await startService({ NARWHAL_SECOND_FACTOR: 'required' });
  await service.addUser(SENDER);
  const { page, watch } = await openPhone();
  watch.allow(401, 403);
  await page.goto(`${service.url}/sign-in`);
  await fillSignIn(page, SENDER);
  await expect(page).toHaveURL(`${service.url}/settings/second-factor`);
  await examine(page, 'a second factor is required');
  for (const path of ['/', '/sent', '/compose', '/settings', '/settings/mail', '/sign-in']) {
    await page.goto(`${service.url}${path}`);
    await expect(page, path).toHaveURL(`${service.url}/settings/second-factor`);
  }
  const refused = await page.evaluate(async () => {
    const body = JSON.stringify({ phones: ['+12114367789'] });
    const response = await fetch('/api/keys', { method: 'POST', body, headers: { 'content-type': 'application/json' } });
    return [response.status, await response.text()];
  });
  expect(refused).toEqual([403, '{"error":"factor-missing"}']);
  const { app } = await setUp(page);
  await page.getByRole('link', { name: 'I have kept them: go on' }).click();
  await expect(page).toHaveURL(`${service.url}/sent`);
  expect(await service.command(['user', 'list'])).toContain('  app  ');

  expect(await service.command(['user', 'reset-factor', SENDER.email])).toContain('signs in with the password alone now');
  await page.goto(`${service.url}/sent`);
  await expect(page, 'every session has ended').toHaveURL(`${service.url}/sign-in`);
  await fillSignIn(page, SENDER);
  await expect(page).toHaveURL(`${service.url}/settings/second-factor`);
  const again = await setUp(page);
  expect(again.app.key).not.toBe(app.key);
});
