// A forgotten password without a recovery code: the sender decides, and a passcode makes new keys.

import type { Page } from '@playwright/test';

import { examine } from '../support/examine.ts';
import { PASSWORD, SENDER, type Service, expect, test } from '../support/fixtures.ts';
import { examineInEveryLanguage } from '../support/languages.ts';
import { claim, letterText, live, send, signIn, unlock } from '../support/people.ts';

const NEW_PASSWORD = 'violet harbor tundra spoon';
const SPOKEN = 'olive lantern sand seven';

/** Two messages to a number that was claimed by the first; the links to both, and the id of the second. */
async function twoMessages(desk: Page, phone: Page, service: Service, needle: string) {
  const number = service.nextNumber();
  await send(desk, service, { to: [number], subject: 'First', body: `${needle} one` });
  const first = (await service.link(number)).url;
  await claim(phone, first, PASSWORD);
  await expect(letterText(phone)).toHaveText(`${needle} one`);
  const id = await send(desk, service, { to: [number], subject: 'Second', body: `${needle} two` });
  const second = (await service.link(number, 2)).url;
  return { number, first, second, id };
}

async function ask(page: Page, link: string): Promise<void> {
  await page.context().clearCookies();
  await page.goto(link);
  await page.getByText('I forgot my password').click();
  await page.getByRole('link', { name: 'I have no recovery code: ask for a new password' }).click();
  await page.getByRole('button', { name: 'Ask for a new password' }).click();
}

test('the sender agrees with a passcode, and old messages open when they are released again', async ({ startService, open, openPhone, needle }) => {
  // Many pages are looked at on the way.
  test.setTimeout(180_000);
  const service = await startService({ NARWHAL_RESET_WAIT: '0' });
  await service.addUser(SENDER);
  const desk = (await open()).page;
  await signIn(desk, service, SENDER);
  const { page, watch } = await openPhone();
  const { number, first, second, id } = await twoMessages(desk, page, service, needle);
  await page.context().clearCookies();
  await page.goto(`${second}/forgot`);
  await examineInEveryLanguage(page, 'a forgotten password');
  await ask(page, second);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Your request has been sent');
  await examineInEveryLanguage(page, 'a request for a new password');
  await expect.poll(async () => (await service.texts(number))[0]?.body).toContain('asked to replace the password');

  await desk.goto(`${service.url}/sent`);
  await expect(desk.getByText('asks for a new password')).toBeVisible();
  await examine(desk, 'a sender who is asked for a new password');
  await desk.getByRole('link', { name: 'See and decide' }).click();
  await expect(desk).toHaveURL(`${service.url}/sent/${id}`);
  await live(desk);
  await examine(desk, 'a decision about a new password');
  await desk.getByText('It is the right person: give a passcode').click();
  await desk.getByLabel('New passcode').fill(SPOKEN);
  await desk.getByRole('button', { name: 'Use this passcode' }).click();
  await expect(desk.getByText('You agreed to a new password.')).toBeVisible();

  await page.goto(second);
  await live(page);
  await examineInEveryLanguage(page, 'a new password by passcode');
  watch.allow(401);
  await page.getByLabel('Choose a password').fill(NEW_PASSWORD);
  await page.getByLabel('Your passcode').fill('olive lantern sand eight');
  await page.getByRole('button', { name: 'Open my message' }).click();
  await expect(page.locator('#passcode-error')).toContainText('There are 4 more tries.');
  await page.getByLabel('Your passcode').fill(SPOKEN);
  await page.getByRole('button', { name: 'Open my message' }).click();
  await expect(letterText(page)).toHaveText(`${needle} two`);
  await expect(page.getByText('Closed message')).toBeVisible();
  await page.goto(first);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('This message stays closed');
  await examineInEveryLanguage(page, 'a message that stays closed');
  await expect.poll(async () => (await service.texts(number))[0]?.body).toContain('was replaced');

  await desk.goto(`${service.url}/sent`);
  await expect(desk.getByText('asks for a new password')).toHaveCount(0);
  await desk.getByRole('link', { name: /First/ }).click();
  await desk.getByRole('button', { name: 'Release everything that I sent to them' }).click();
  await expect(desk.locator('.timeline')).toContainText('Released again');
  await page.reload();
  await expect(letterText(page)).toHaveText(`${needle} one`);

  const other = await openPhone();
  other.watch.allow(401);
  await unlock(other.page, second, PASSWORD);
  await expect(other.page.getByRole('alert')).toContainText('That is not the password.');
  await unlock(other.page, second, NEW_PASSWORD);
  await expect(letterText(other.page)).toHaveText(`${needle} two`);
});

test('a no is told, and whoever remembers the password ends the request', async ({ service, desk, openPhone, needle }) => {
  const { page } = await openPhone();
  const { first, second, id } = await twoMessages(desk.page, page, service, needle);
  await ask(page, second);
  await page.goto(second);
  await expect(page.getByText('will speak with you before you can choose')).toBeVisible();
  await desk.page.goto(`${service.url}/sent/${id}`);
  await live(desk.page);
  await desk.page.getByText('It is the right person: give a passcode').click();
  await desk.page.getByLabel('New passcode').fill(SPOKEN);
  await desk.page.getByRole('button', { name: 'Use this passcode' }).click();
  await expect(desk.page.getByText('You agreed to a new password.')).toBeVisible();
  await page.reload();
  await expect(page.getByText('You can choose a new password here from')).toBeVisible();
  await page.goto(`${second}/forgot`);
  await examineInEveryLanguage(page, 'a new password that the sender has agreed to');
  await unlock(page, second, PASSWORD);
  await expect(letterText(page)).toHaveText(`${needle} two`);
  await desk.page.reload();
  await expect(desk.page.locator('.timeline')).toContainText('Password remembered');

  await ask(page, first);
  await desk.page.goto(`${service.url}/sent`);
  await desk.page.getByRole('link', { name: 'See and decide' }).click();
  await desk.page.getByRole('button', { name: 'Decline' }).click();
  await expect(desk.page.locator('.timeline')).toContainText('New password declined');
  await page.goto(`${first}/forgot`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Your request was not accepted');
  await examineInEveryLanguage(page, 'a new password that the sender has declined');
});
