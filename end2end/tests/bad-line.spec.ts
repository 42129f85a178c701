// A bad line: parts of the page's code get lost, once or for good.

import type { Page } from '@playwright/test';

import { PASSWORD, type Watched, expect, test } from '../support/fixtures.ts';
import { claim, letterText, live, send } from '../support/people.ts';

const SPOKEN = 'olive lantern sand seven';

/** What a page and its browser say of what gets lost. */
const LOST = [/^failed: GET \S+\/pkg\//, /ERR_(FAILED|CONNECTION_\w+)/, /^exception: /, /^console error: .*(fetch|module)/is, /preload/];

/** Loses what `isLost` says, of the files that make pages live. */
async function lose({ page, watch }: Watched, isLost: (name: string) => boolean): Promise<void> {
  watch.allow(...LOST);
  await page.route(/\/pkg\/.*\.(js|wasm)$/, (route) =>
    isLost(new URL(route.request().url()).pathname) ? route.abort('connectionreset') : route.continue(),
  );
}

/** Each file gets lost once, and comes the second time. */
function once(): (name: string) => boolean {
  const asked = new Set<string>();
  return (name) => asked.size < asked.add(name).size;
}

/** Whatever comes later than the page's own code. */
const isPart = (name: string) => /\/(chunk|split)_[^/]*\.wasm$/.test(name);

async function tryPasscode(page: Page): Promise<void> {
  await page.getByLabel('Your passcode').fill(SPOKEN);
  await page.getByLabel('Choose a password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Open my message' }).click();
}

test('what gets lost once is asked for again', async ({ service, desk, openPhone, needle }) => {
  const number = service.nextNumber();
  await send(desk.page, service, { to: [number], subject: 'Results', body: needle, passcode: SPOKEN });
  const phone = await openPhone();
  await lose(phone, once());
  await phone.page.goto((await service.link(number)).url);
  await tryPasscode(phone.page);
  await expect(letterText(phone.page)).toHaveText(needle);
});

test('a passcode is not lost with the line', async ({ service, desk, openPhone, needle }) => {
  const number = service.nextNumber();
  await send(desk.page, service, { to: [number], subject: 'Results', body: needle, passcode: SPOKEN });
  const phone = await openPhone();
  const { page } = phone;
  let isDown = true;
  await lose(phone, (name) => isDown && isPart(name));
  await page.goto((await service.link(number)).url);
  await live(page);
  await tryPasscode(page);
  await expect(page.getByRole('alert').filter({ hasText: 'The server does not answer. Check your connection, and try again.' })).toBeVisible();
  await expect(page.getByLabel('Your passcode')).toHaveValue(SPOKEN);
  await expect(page.getByLabel('Choose a password')).toHaveValue(PASSWORD);
  isDown = false;
  await page.getByRole('button', { name: 'Open my message' }).click();
  await expect(letterText(page)).toHaveText(needle);
});

test('forms whose code does not come say so; the others go on', async ({ service, desk, openPhone, needle }) => {
  const number = service.nextNumber();
  await send(desk.page, service, { to: [number], subject: 'Results', body: needle });
  const phone = await openPhone();
  const { page } = phone;
  await claim(page, (await service.link(number)).url, PASSWORD);
  await expect(letterText(page)).toHaveText(needle);
  let isDown = true;
  await lose(phone, (name) => isDown && name.includes('/split_change_form'));
  await page.goto(`${service.url}/account`);
  const change = page.locator('[data-component=change_form]');
  const notice = change.getByRole('alert').filter({ hasText: 'This page could not start in your browser.' });
  const current = change.getByLabel('Password until now');
  await expect(notice).toBeVisible();
  await expect(current).toBeHidden();
  const own = page.locator('[data-component=recovery_form]');
  await expect(own).toHaveAttribute('data-live');
  await expect(own.getByRole('alert').filter({ hasText: 'could not start' })).toBeHidden();
  await own.getByLabel('Your password', { exact: true }).fill(PASSWORD);
  await own.getByRole('button').click();
  await expect(own.locator('[data-code] code')).toBeVisible();
  isDown = false;
  await page.reload();
  await live(page);
  await expect(notice).toBeHidden();
  await expect(current).toBeVisible();
});

test('a sender whose page does not come to life is told', async ({ service, open }) => {
  const desk = await open();
  let isDown = true;
  await lose(desk, (name) => isDown && isPart(name));
  await desk.page.goto(`${service.url}/sign-in`);
  const notice = desk.page.getByRole('alert').filter({ hasText: 'A part of this page did not come.' });
  await expect(notice).toContainText('Check your connection, and load the page again.');
  isDown = false;
  await desk.page.reload();
  await live(desk.page);
  await expect(notice).toBeHidden();
});
