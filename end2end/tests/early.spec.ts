// What is typed before the browser’s code has come.

import type { Page } from '@playwright/test';

import { PASSWORD, SENDER, expect, test } from '../support/fixtures.ts';
import { fillSignIn, letterText, live, send } from '../support/people.ts';

/** Keeps the browser's code back until what it returns is called. */
async function hold(page: Page): Promise<() => void> {
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route('**/*.wasm', async (route) => {
    await held;
    await route.continue();
  });
  return release;
}

test('what is typed and sent before the code has come is not lost', async ({ service, desk, openPhone, needle }) => {
  const number = service.nextNumber();
  await send(desk.page, service, { to: [number], subject: 'Early bird', body: needle });
  const { page } = await openPhone();
  const release = await hold(page);
  await page.goto((await service.link(number)).url, { waitUntil: 'domcontentloaded' });
  const field = page.getByLabel('Choose a password');
  await field.fill(PASSWORD);
  await page.getByRole('button', { name: 'Open my message' }).click();
  await expect(field).toHaveValue(PASSWORD);
  expect(new URL(page.url()).search, 'the form goes nowhere').toBe('');
  await expect(page.locator('[data-live]')).toHaveCount(0);
  release();
  await expect(letterText(page)).toHaveText(needle);
});

test('a password typed before the code has come stays when it comes', async ({ service, desk, openPhone }) => {
  const number = service.nextNumber();
  await send(desk.page, service, { to: [number], subject: 'Stay', body: 'stay' });
  const { page } = await openPhone();
  const release = await hold(page);
  await page.goto((await service.link(number)).url, { waitUntil: 'domcontentloaded' });
  const field = page.getByLabel('Choose a password');
  await field.fill(PASSWORD);
  release();
  await live(page);
  await expect(page.locator('[data-live]')).toHaveCount(1);
  await expect(field).toHaveValue(PASSWORD);
  await expect(field).toBeFocused();
  await expect(page.locator('#strength')).toHaveText('Strong.');
});

test('a sender who signs in before the code has come is signed in when it comes', async ({ service, open }) => {
  const { page } = await open();
  const release = await hold(page);
  await page.goto(`${service.url}/sign-in`, { waitUntil: 'domcontentloaded' });
  await fillSignIn(page, SENDER);
  expect(new URL(page.url()).search, 'the form goes nowhere').toBe('');
  await expect(page.locator('[data-live]')).toHaveCount(0);
  release();
  await expect(page).toHaveURL(`${service.url}/sent`);
});
