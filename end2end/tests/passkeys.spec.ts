// Passkeys: what unlocks the device opens the messages too.

import type { Page } from '@playwright/test';

import { Authenticator } from '../support/authenticator.ts';
import { examine } from '../support/examine.ts';
import { PASSWORD, SENDER, Service, expect, test } from '../support/fixtures.ts';
import { examineInEveryLanguage } from '../support/languages.ts';
import { claim, fillSignIn, letterText, live, send, signIn, unlock } from '../support/people.ts';

const UNLOCK = 'Unlock with Face ID, fingerprint or screen lock';

/** Passkeys are for names: a browser has none for an address. */
const NAMED = { NARWHAL_PUBLIC_URL: 'http://localhost:PORT' };

function region(page: Page) {
  return page.getByRole('region', { name: 'Face ID, fingerprint or screen lock' });
}

async function add(page: Page, password: string, name: string): Promise<void> {
  await live(page);
  await region(page).getByLabel('A name for this device').fill(name);
  await region(page).getByLabel('Your password').fill(password);
  await region(page).getByRole('button', { name: 'Add this device' }).click();
}

async function goOn(page: Page): Promise<void> {
  const button = region(page).getByRole('button', { name: 'Go on' });
  await expect(button).toBeFocused();
  await button.click();
}

async function firstMessage(service: Service, desk: Page, number: string, body: string): Promise<string> {
  await service.addUser(SENDER);
  await signIn(desk, service, SENDER);
  await send(desk, service, { to: [number], subject: 'Hello', body });
  return (await service.link(number)).url;
}

test('a recipient adds their phone, unlocks without typing, and removes it', async ({ startService, open, openPhone, needle }) => {
  const service = await startService(NAMED);
  const url = await firstMessage(service, (await open()).page, service.nextNumber(), needle);
  const { page, context, watch } = await openPhone();
  const device = await Authenticator.of(page);
  await claim(page, url, PASSWORD);
  await expect(letterText(page)).toHaveText(needle);
  await page.getByRole('link', { name: 'Set it up' }).click();
  await expect(page).toHaveURL(`${service.url}/account#passkey`);
  await live(page);
  await examineInEveryLanguage(page, 'passkeys on a recipient’s page');
  watch.allow(401);
  await add(page, 'not the password', 'My phone');
  await expect(region(page).getByRole('alert').first()).toHaveText('That is not your password.');
  await add(page, PASSWORD, 'My phone');
  await device.seesWrongFingers();
  await goOn(page);
  await expect(region(page).getByRole('alert')).toContainText('Nothing was added.');
  await device.replace();
  await goOn(page);
  await expect(page.getByRole('status').first()).toContainText('sign in without typing on this device');
  await expect(region(page).getByRole('listitem')).toContainText('My phone');
  expect(await device.count()).toBe(1);
  await page.goto(url);
  await expect(letterText(page)).toHaveText(needle);
  await expect(page.getByRole('link', { name: 'Set it up' }), 'it is not offered twice').toHaveCount(0);

  // The device that has one is not added again.
  await page.goto(`${service.url}/account`);
  await add(page, PASSWORD, 'once more');
  await goOn(page);
  await expect(region(page).getByRole('alert')).toContainText('in your list already');

  // Without typing: by the link, and without one.
  await context.clearCookies();
  await page.goto(url);
  await live(page);
  await examineInEveryLanguage(page, 'unlocking with a passkey');
  await page.getByRole('button', { name: UNLOCK }).click();
  await expect(letterText(page)).toHaveText(needle);
  await context.clearCookies();
  await page.goto(`${service.url}/inbox`);
  await page.getByRole('button', { name: UNLOCK }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Your messages');

  // Removed, it opens nothing; the password does.
  await page.goto(`${service.url}/account`);
  await expect(region(page).getByRole('listitem')).toContainText('Last used');
  await examineInEveryLanguage(page, 'a passkey on a recipient’s page');
  await region(page).getByRole('button', { name: 'Remove My phone' }).click();
  await expect(page.getByRole('status').first()).toContainText('It is removed.');
  await expect(region(page).getByRole('listitem')).toHaveCount(0);
  await context.clearCookies();
  await page.goto(url);
  await page.getByRole('button', { name: UNLOCK }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'not known here' })).toBeVisible();
  await unlock(page, url, PASSWORD);
  await expect(letterText(page)).toHaveText(needle);
});

test('whoever has lost their device types their password', async ({ startService, open, openPhone, needle }) => {
  const service = await startService(NAMED);
  const url = await firstMessage(service, (await open()).page, service.nextNumber(), needle);
  const { page, context } = await openPhone();
  const device = await Authenticator.of(page);
  await claim(page, url, PASSWORD);
  await page.getByRole('link', { name: 'Set it up' }).click();
  await add(page, PASSWORD, '');
  await goOn(page);
  await expect(region(page).getByRole('listitem')).toContainText('Chrome on Android');
  await device.lose();
  await context.clearCookies();
  await page.goto(url);
  await page.getByRole('button', { name: UNLOCK }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'Nothing was unlocked.' })).toBeVisible();
  await unlock(page, url, PASSWORD);
  await expect(letterText(page)).toHaveText(needle);
});

test('a device that cannot keep a key is told apart, and the password stays', async ({ startService, open, openPhone, needle }) => {
  const service = await startService(NAMED);
  const url = await firstMessage(service, (await open()).page, service.nextNumber(), needle);
  const { page, context } = await openPhone();
  await Authenticator.of(page, { hasPrf: false });
  await claim(page, url, PASSWORD);
  await page.getByRole('link', { name: 'Set it up' }).click();
  await add(page, PASSWORD, 'My phone');
  await goOn(page);
  await expect(region(page).getByRole('alert')).toContainText('cannot keep your key safe');
  await page.goto(`${service.url}/account`);
  await expect(region(page).getByRole('listitem')).toHaveCount(0);
  await context.clearCookies();
  await unlock(page, url, PASSWORD);
  await expect(letterText(page)).toHaveText(needle);
});

test('a browser without passkeys, and a site without a name, offer none', async ({ startService, service, desk, open, openPhone, needle }) => {
  const named = await startService(NAMED);
  const url = await firstMessage(named, (await open()).page, named.nextNumber(), needle);
  const old = await openPhone();
  await old.context.addInitScript(() => Reflect.deleteProperty(window, 'PublicKeyCredential'));
  await claim(old.page, url, PASSWORD);
  await old.page.getByRole('link', { name: 'Set it up' }).click();
  await expect(region(old.page)).toContainText('Your browser cannot do this.');
  await expect(region(old.page).getByRole('button')).toHaveCount(0);
  await old.context.clearCookies();
  await old.page.goto(url);
  await live(old.page);
  await expect(old.page.getByRole('button', { name: UNLOCK })).toHaveCount(0);

  const number = service.nextNumber();
  await send(desk.page, service, { to: [number], subject: 'Hello', body: needle });
  const { url: address } = await service.link(number);
  const { page, context } = await openPhone();
  await claim(page, address, PASSWORD);
  await expect(letterText(page)).toHaveText(needle);
  await expect(page.getByRole('link', { name: 'Set it up' })).toHaveCount(0);
  await context.clearCookies();
  await page.goto(address);
  await live(page);
  await expect(page.locator('[data-component=passkey_button]')).toHaveCount(0);
});

test('a sender signs in with a passkey', async ({ startService, open }) => {
  const service = await startService(NAMED);
  await service.addUser(SENDER);
  const { page, context, watch } = await open();
  await Authenticator.of(page);
  await signIn(page, service, SENDER);
  await page.goto(`${service.url}/settings`);
  await live(page);
  await examine(page, 'passkeys in the settings');
  await add(page, SENDER.password, 'Work laptop');
  await goOn(page);
  await expect(region(page).getByRole('listitem')).toContainText('Work laptop');
  await context.clearCookies();
  await page.goto(`${service.url}/sign-in`);
  await live(page);
  await page.getByRole('button', { name: UNLOCK }).click();
  await expect(page).toHaveURL(`${service.url}/sent`);
  await page.goto(`${service.url}/settings`);
  await region(page).getByRole('button', { name: 'Remove Work laptop' }).click();
  await expect(region(page).getByRole('listitem')).toHaveCount(0);
  await context.clearCookies();
  watch.allow(401);
  await page.goto(`${service.url}/sign-in`);
  await page.getByRole('button', { name: UNLOCK }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'not known here' })).toBeVisible();
  await fillSignIn(page, SENDER);
  await expect(page).toHaveURL(`${service.url}/sent`);
});
