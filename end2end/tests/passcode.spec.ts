// A first message behind a passcode that its sender tells on another way.

import type { Page } from '@playwright/test';

import { examine } from '../support/examine.ts';
import { PASSWORD, SENDER, expect, test } from '../support/fixtures.ts';
import { examineInEveryLanguage } from '../support/languages.ts';
import { expectStatus, letterText, live, send, sentId, signIn, write } from '../support/people.ts';

const SPOKEN = 'olive lantern sand seven';

async function tryPasscode(page: Page, passcode: string): Promise<void> {
  await page.getByLabel('Your passcode').fill(passcode);
  await page.getByRole('button', { name: 'Open my message' }).click();
}

test('a first message opens with the passcode that its sender has told', async ({ service, desk, openPhone, needle }) => {
  const number = service.nextNumber();
  await write(desk.page, service, { to: [number], subject: 'Results', body: needle });
  await desk.page.getByText('Passcode', { exact: true }).click();
  const field = desk.page.getByLabel('Passcode for a first message');
  await field.fill('48 29');
  await desk.page.getByRole('button', { name: 'Send message' }).click();
  await expect(desk.page.locator('#passcode-error')).toHaveText('The passcode needs at least 6 letters or digits.');
  await expect(field).toBeFocused();
  await desk.page.getByRole('button', { name: 'Suggest one' }).click();
  const passcode = await field.inputValue();
  expect(passcode).toMatch(/^[a-z]+( [a-z]+){3}$/);
  await desk.page.getByRole('button', { name: 'Send message' }).click();
  const id = await sentId(desk.page);
  await expect(desk.page.getByRole('status').filter({ hasText: 'Now tell them the passcode' })).toContainText(passcode);
  await examine(desk.page, 'a sent message with its passcode');
  const { url } = await service.link(number);
  expect((await service.texts(number))[0]?.body).not.toContain(passcode);

  const { page, watch } = await openPhone();
  await page.goto(url);
  await live(page);
  await examine(page, 'a first visit with a passcode');
  await page.getByLabel('Choose a password').fill(PASSWORD);
  await tryPasscode(page, '-- --');
  await expect(page.locator('#passcode-error')).toHaveText('A passcode has at least 6 letters or digits.');
  watch.allow(401);
  await tryPasscode(page, `${passcode} no`);
  await expect(page.locator('#passcode-error')).toHaveText('That is not the passcode. There are 4 more tries.');
  await expect(page.getByLabel('Your passcode')).toBeFocused();
  await tryPasscode(page, ` ${passcode.toUpperCase().replaceAll(' ', '-')}. `);
  await expect(letterText(page)).toHaveText(needle);
  await expectStatus(desk.page, service, id, 'Opened');
  await expect(desk.page.locator('.timeline')).toContainText('Wrong passcode');
  await expect(desk.page.locator('.timeline')).toContainText('Unlocked');

  // From now on the password is enough, and a passcode is for nobody.
  await send(desk.page, service, { to: [number], subject: 'Results', body: 'the next one', passcode: SPOKEN });
  await expect(desk.page.getByText('Everybody has a password already, so nobody needs the passcode.')).toBeVisible();
  await page.goto((await service.link(number, 2)).url);
  await expect(letterText(page)).toHaveText('the next one');
});

test('five wrong passcodes lock the message until its sender gives a new one', async ({ service, desk, openPhone, needle }) => {
  const number = service.nextNumber();
  const id = await send(desk.page, service, { to: [number], subject: 'Results', body: needle, passcode: SPOKEN });
  const { page, watch } = await openPhone();
  await page.goto((await service.link(number)).url);
  await live(page);
  watch.allow(401);
  watch.allow(403);
  await page.getByLabel('Choose a password').fill(PASSWORD);
  for (const left of ['There are 4 more tries.', 'There are 3 more tries.', 'There are 2 more tries.', 'There is one more try.']) {
    await tryPasscode(page, 'olive lantern sand eight');
    await expect(page.locator('#passcode-error')).toContainText(left);
  }
  await tryPasscode(page, 'olive lantern sand eight');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('This message is locked');
  await examineInEveryLanguage(page, 'a locked message');

  await desk.page.goto(`${service.url}/sent/${id}`);
  await live(desk.page);
  await expect(desk.page.getByText('Locked after five wrong passcodes.')).toBeVisible();
  await examine(desk.page, 'a message locked after wrong passcodes');
  await desk.page.getByLabel('New passcode').fill('482 913');
  await desk.page.getByRole('button', { name: 'Use this passcode' }).click();
  await expect(desk.page.getByText('Waits for the passcode. 5 wrong ones would lock it.')).toBeVisible();

  await page.getByRole('link', { name: 'I have a new passcode' }).click();
  await live(page);
  await page.getByLabel('Choose a password').fill(PASSWORD);
  await tryPasscode(page, SPOKEN);
  await expect(page.locator('#passcode-error')).toContainText('There are 4 more tries.');
  await tryPasscode(page, '482913');
  await expect(letterText(page)).toHaveText(needle);
});

test('no other link makes keys while a passcode is waited for', async ({ service, desk, openPhone, needle }) => {
  const number = service.nextNumber();
  await send(desk.page, service, { to: [number], subject: 'Plain', body: 'without a passcode' });
  const bare = (await service.link(number)).url;
  await send(desk.page, service, { to: [number], subject: 'Results', body: needle, passcode: SPOKEN });
  const locked = (await service.link(number, 2)).url;

  const { page } = await openPhone();
  await page.goto(bare);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Another message comes first');
  await examineInEveryLanguage(page, 'another message that comes first');
  await page.getByRole('link', { name: 'Go to the other message' }).click();
  await expect(page).toHaveURL(locked);
  await live(page);
  await page.getByLabel('Choose a password').fill(PASSWORD);
  await tryPasscode(page, SPOKEN);
  await expect(letterText(page)).toHaveText(needle);
  await page.goto(bare);
  await expect(letterText(page)).toHaveText('without a passcode');
});

test('a second passcode is asked for after the sign-in', async ({ service, desk, openPhone, needle }) => {
  const number = service.nextNumber();
  await send(desk.page, service, { to: [number], subject: 'Results', body: 'first', passcode: SPOKEN });
  const first = (await service.link(number)).url;
  await send(desk.page, service, { to: [number], subject: 'Results', body: needle, passcode: '482 913' });
  const second = (await service.link(number, 2)).url;
  const { page, watch } = await openPhone();
  await page.goto(first);
  await live(page);
  await page.getByLabel('Choose a password').fill(PASSWORD);
  await tryPasscode(page, SPOKEN);
  await expect(letterText(page)).toHaveText('first');
  await expect(page.getByText('Message with a passcode')).toBeVisible();

  await page.goto(second);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('This message has a passcode');
  await live(page);
  await examineInEveryLanguage(page, 'a passcode after the sign-in');
  watch.allow(401);
  await tryPasscode(page, '482 914');
  await expect(page.locator('#passcode-error')).toHaveText('That is not the passcode. There are 4 more tries.');
  await tryPasscode(page, '482 913');
  await expect(letterText(page)).toHaveText(needle);
});

test('where every first message needs a passcode, none goes without', async ({ startService, open, openPhone, needle }) => {
  const service = await startService({ NARWHAL_PASSCODE: 'required' });
  await service.addUser(SENDER);
  const { page, watch } = await open();
  await signIn(page, service, SENDER);
  const number = service.nextNumber();
  await write(page, service, { to: [number], subject: 'Results', body: needle });
  await expect(page.getByText('Your organisation wants one')).toBeVisible();
  await examine(page, 'a compose page that wants a passcode');
  watch.allow(422);
  await page.getByRole('button', { name: 'Send message' }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'needs a passcode' })).toBeVisible();
  await page.getByLabel('Passcode for a first message').fill(SPOKEN);
  await page.getByRole('button', { name: 'Send message' }).click();
  await sentId(page);
  const phone = (await openPhone()).page;
  await phone.goto((await service.link(number)).url);
  await live(phone);
  await phone.getByLabel('Choose a password').fill(PASSWORD);
  await tryPasscode(phone, SPOKEN);
  await expect(letterText(phone)).toHaveText(needle);
});

test('each recipient of one message can have a passcode of their own', async ({ service, desk, openPhone, needle }) => {
  const [one, two] = [service.nextNumber(), service.nextNumber()];
  await write(desk.page, service, { to: [one, two], subject: 'Results', body: needle });
  await desk.page.getByText('Passcode', { exact: true }).click();
  await desk.page.getByText('A different one for each recipient').click();
  await examine(desk.page, 'a passcode for each recipient');
  await desk.page.getByRole('button', { name: 'Suggest one for each' }).click();
  const fields = desk.page.getByLabel('Passcode for +');
  const [first, second] = [await fields.nth(0).inputValue(), await fields.nth(1).inputValue()];
  expect(first).not.toBe(second);
  await desk.page.getByRole('button', { name: 'Send message' }).click();
  await expect(desk.page.getByText('Now tell each of them their passcode')).toBeVisible();
  await expect(desk.page.getByRole('listitem').filter({ hasText: second })).toBeVisible();
  const { page, watch } = await openPhone();
  watch.allow(401);
  await page.goto((await service.link(two)).url);
  await page.getByLabel('Choose a password').fill(PASSWORD);
  await tryPasscode(page, first);
  await expect(page.locator('#passcode-error')).toContainText('That is not the passcode.');
  await tryPasscode(page, second);
  await expect(letterText(page)).toHaveText(needle);
});
