// A sender's own mail program: the page that sets it up, app passwords, the test message, and the files for programs.

import type { Page } from '@playwright/test';

import { SENDER, expect, test } from '../support/fixtures.ts';
import { examine } from '../support/examine.ts';
import { request } from '../support/http.mjs';
import { cookieHeader, signIn } from '../support/people.ts';
import type { Service } from '../support/service.mjs';

const WELL_KNOWN = '/.well-known/autoconfig/mail/config-v1.1.xml';
const APP_PASSWORD = /^([0-9a-hjkmnp-tv-z]{4}-){5}[0-9a-hjkmnp-tv-z]{4}$/;

/** Makes an app password on the page, and answers it. */
async function make(page: Page, service: Service, name: string): Promise<string> {
  await page.goto(`${service.url}/settings/mail`);
  await page.getByLabel('New app password for').fill(name);
  await page.getByRole('button', { name: 'Make an app password' }).click();
  const shown = page.locator('.secret');
  await expect(shown).toHaveText(APP_PASSWORD);
  return shown.innerText();
}

test('an app password is shown once, and can be revoked', async ({ service, desk: { page }, needle }) => {
  await page.goto(`${service.url}/settings`);
  await page.getByRole('link', { name: 'Use your mail program' }).click();
  await expect(page).toHaveURL(`${service.url}/settings/mail`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Use your mail program');
  const facts = page.getByRole('region', { name: 'Outgoing server (SMTP)' });
  await expect(facts).toContainText(SENDER.email);
  await expect(facts).toContainText(String(service.smtpPort));

  const password = await make(page, service, `Thunderbird ${needle}`);
  expect(page.url(), 'no address ever holds it').not.toContain(password);
  const row = page.locator('.list li').filter({ hasText: needle });
  await expect(row).toContainText('Not used yet');

  await page.goto(`${service.url}/settings/mail`);
  await expect(page.locator('.secret')).toHaveCount(0);
  expect(await page.content(), 'not a second time').not.toContain(password);
  await page.getByRole('button', { name: `Revoke Thunderbird ${needle}` }).click();
  await expect(page.getByRole('status')).toContainText('The app password is revoked.');
  await expect(row).toHaveCount(0);
});

test('a name is needed, and said beside the field', async ({ service, desk: { page, watch } }) => {
  watch.allow(422);
  await page.goto(`${service.url}/settings/mail`);
  await page.getByRole('button', { name: 'Make an app password' }).click();
  await expect(page.locator('#name-error')).toHaveText('Please give it a name of 1 to 60 characters.');
  await expect(page.locator('.secret')).toHaveCount(0);
});

test('a test message arrives', async ({ service, desk: { page, watch } }) => {
  const number = service.nextNumber();
  watch.allow(422);
  await page.goto(`${service.url}/settings/mail`);
  await page.getByLabel('Your phone number').fill('211 436');
  await page.getByRole('button', { name: 'Send a test' }).click();
  await expect(page.locator('#phone-error')).toContainText('This number is too short.');
  await expect(page.getByLabel('Your phone number')).toHaveValue('211 436');

  await page.getByLabel('Your phone number').fill(number);
  await page.getByRole('button', { name: 'Send a test' }).click();
  await expect(page.getByRole('status')).toContainText('The test message is on its way.');
  await service.link(number);
  await page.getByRole('link', { name: 'See how it is doing' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Test message');
});

test('other people’s app passwords stay', async ({ service, desk: { page }, needle }) => {
  await make(page, service, `Mine ${needle}`);
  const row = page.locator('.list li').filter({ hasText: needle });
  const id = await row.locator('input[name=id]').inputValue();
  const refused = await request(`${service.url}/settings/mail/passwords/revoke`, {
    method: 'POST',
    headers: { cookie: await cookieHeader(page), origin: 'https://evil.example', 'content-type': 'application/x-www-form-urlencoded' },
    body: `id=${id}`,
  });
  expect(refused.status).toBe(403);
  const signedOut = await request(`${service.url}/settings/mail/passwords/revoke`, {
    method: 'POST',
    headers: { origin: service.url, 'content-type': 'application/x-www-form-urlencoded' },
    body: `id=${id}`,
  });
  expect(signedOut.headers['location']).toBe('/sign-in');
  await page.goto(`${service.url}/settings/mail`);
  await expect(row).toHaveCount(1);
});

test('the files that mail programs set themselves up by', async ({ service, desk: { page } }) => {
  const file = await request(`${service.url}${WELL_KNOWN}?emailaddress=${encodeURIComponent(SENDER.email)}`);
  expect(file.status).toBe(200);
  expect(file.headers['content-type']).toBe('application/xml; charset=utf-8');
  expect(file.text).toContain(`<port>${service.smtpPort}</port>`);
  expect(file.text).toContain('<username>%EMAILADDRESS%</username>');
  const unknown = await request(`${service.url}${WELL_KNOWN}?emailaddress=nobody@lakeside.example`);
  expect(unknown.text, 'it does not tell who has an account').toBe(file.text);

  const profile = `${service.url}/settings/mail/narwhal.mobileconfig`;
  expect((await request(profile)).headers['location']).toBe('/sign-in');
  const own = await request(profile, { headers: { cookie: await cookieHeader(page) } });
  expect(own.headers['content-type']).toBe('application/x-apple-aspen-config');
  expect(own.headers['content-disposition']).toContain('attachment');
  expect(own.text).toContain(`<string>${SENDER.email}</string>`);
});

test('while mail is off, the page says how to turn it on', async ({ startService, open }) => {
  const service = await startService({ NARWHAL_SMTP_ADDR: '' });
  await service.addUser(SENDER);
  const { page } = await open();
  await signIn(page, service, SENDER);
  await page.goto(`${service.url}/settings/mail`);
  await expect(page.getByText('NARWHAL_SMTP_TLS_ADDR')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Send a test' })).toHaveCount(0);
  await examine(page, 'mail program, mail off');
  expect((await request(`${service.url}${WELL_KNOWN}`)).status).toBe(404);
});
