// A forgotten password, and the recovery code that was kept.

import type { Page } from '@playwright/test';

import { PASSWORD, expect, test } from '../support/fixtures.ts';
import { examineInEveryLanguage } from '../support/languages.ts';
import { claim, letterText, live, send, unlock } from '../support/people.ts';

const NEW_PASSWORD = 'violet harbor tundra spoon';
const CODE = /^[0-9a-z]{4}(-[0-9a-z]{4}){5}$/;

async function shownCode(page: Page): Promise<string> {
  await expect(page.getByRole('heading', { name: 'Your new recovery code' })).toBeFocused();
  const code = await page.locator('[data-code] code').innerText();
  expect(code).toMatch(CODE);
  return code;
}

async function recover(page: Page, code: string, password: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Recovery code' }).fill(code);
  await page.getByLabel('New password').fill(password);
  await page.getByRole('button', { name: 'Set the new password' }).click();
}

test('a recovery code is made, kept, and opens everything when the password is forgotten', async ({ service, desk, openPhone, needle }) => {
  const number = service.nextNumber();
  await send(desk.page, service, { to: [number], subject: 'Hello', body: needle });
  const { url } = await service.link(number);
  const { page, watch } = await openPhone();
  await claim(page, url, PASSWORD);
  await expect(letterText(page)).toHaveText(needle);
  await page.getByRole('link', { name: 'Make a recovery code' }).click();
  await expect(page).toHaveURL(`${service.url}/account#recovery-code`);
  await live(page);
  const section = page.getByRole('region', { name: 'Recovery code' });
  await expect(section).toContainText('You have none.');
  watch.allow(401);
  await section.getByLabel('Your password', { exact: true }).fill('not the password');
  await section.getByRole('button', { name: 'Make a recovery code' }).click();
  await expect(page.locator('#own-password-error')).toHaveText('That is not your password.');
  const make = async () => {
    await live(page);
    await page.locator('#own-password').fill(PASSWORD);
    await page.locator('#recovery-code form button.primary').click();
    await expect(page.locator('[data-code] code')).not.toBeEmpty();
  };
  await make();
  await examineInEveryLanguage(page, 'a recovery code', make);
  const first = await shownCode(page);
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Save as a file' }).click()]);
  expect(download.suggestedFilename()).toBe('recovery-code.txt');
  const stream = await download.createReadStream();
  let saved = '';
  for await (const chunk of stream) saved += String(chunk);
  expect(saved).toContain(first);
  await page.getByRole('button', { name: 'Copy' }).click();
  await expect(section.getByRole('status').last()).toContainText('Copied.');
  await page.getByLabel('Password until now').press('Control+V');
  await expect(page.getByLabel('Password until now')).toHaveValue(first);
  await page.goto(`${service.url}/account`);
  await expect(page.getByRole('region', { name: 'Recovery code' })).toContainText('You have one, made on');
  await page.goto(url);
  await expect(page.getByRole('link', { name: 'Make a recovery code' })).toHaveCount(0);

  // Another phone, and a forgotten password.
  const other = await openPhone();
  await other.page.goto(url);
  await other.page.getByText('I forgot my password').click();
  await other.page.getByRole('link', { name: 'I have a recovery code' }).click();
  await live(other.page);
  await examineInEveryLanguage(other.page, 'where a recovery code is typed');
  await recover(other.page, 'not a code', NEW_PASSWORD);
  await expect(other.page.locator('#code-error')).toContainText('a recovery code has 24 letters and digits');
  other.watch.allow(401);
  await recover(other.page, '0000-0000-0000-0000-0000-0000', NEW_PASSWORD);
  await expect(other.page.locator('#code-error')).toContainText('does not open anything here');
  await recover(other.page, first.toUpperCase().replaceAll('-', ' '), NEW_PASSWORD);
  const second = await shownCode(other.page);
  expect(second).not.toBe(first);
  await other.page.getByRole('link', { name: 'I have kept it' }).click();
  await expect(letterText(other.page)).toHaveText(needle);

  // What was signed in before is not any more, the old password and code are of no use, the new ones are.
  await unlock(page, url, PASSWORD);
  await expect(page.getByRole('alert')).toContainText('That is not the password.');
  await unlock(page, url, NEW_PASSWORD);
  await expect(letterText(page)).toHaveText(needle);
  const third = await openPhone();
  third.watch.allow(401);
  await third.page.goto(`${service.url}/inbox`);
  await third.page.getByText('I forgot my password').click();
  await third.page.getByRole('link', { name: 'I have a recovery code' }).click();
  await live(third.page);
  await third.page.getByLabel('Phone number').fill(number);
  await recover(third.page, first, PASSWORD);
  await expect(third.page.locator('#code-error')).toContainText('or it was used before');
  await recover(third.page, second, PASSWORD);
  await shownCode(third.page);
  await third.page.getByRole('link', { name: 'I have kept it' }).click();
  await expect(third.page.getByRole('heading', { level: 1 })).toHaveText('Your messages');
});
