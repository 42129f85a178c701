// What recipients do about their own access: sessions and password.

import { examine } from '../support/examine.ts';
import { PASSWORD, expect, test } from '../support/fixtures.ts';
import { claim, letterText, live, send, unlock } from '../support/people.ts';

const OTHER = 'violet harbor tundra spoon';

test('a recipient sees where they are signed in, and ends what they do not know', async ({ service, desk, openPhone, needle }) => {
  const number = service.nextNumber();
  await send(desk.page, service, { to: [number], subject: 'Hello', body: needle });
  const { url } = await service.link(number);
  const own = (await openPhone()).page;
  await claim(own, url, PASSWORD);
  await expect(letterText(own)).toHaveText(needle);
  const other = (await openPhone()).page;
  await unlock(other, url, PASSWORD);
  await expect(letterText(other)).toHaveText(needle);

  await own.getByRole('link', { name: 'Your access' }).click();
  await expect(own.getByRole('heading', { level: 1 })).toHaveText('Your access');
  await live(own);
  await examine(own, 'a recipient’s access');
  const sessions = own.getByRole('region', { name: 'Where you are signed in' });
  await expect(sessions.getByRole('listitem')).toHaveCount(2);
  await sessions.getByRole('listitem').getByRole('button').click();
  await expect(sessions.getByRole('listitem')).toHaveCount(1);
  await other.goto(url);
  await expect(other.getByLabel('Your password', { exact: true })).toBeVisible();

  await unlock(other, url, PASSWORD);
  await expect(letterText(other)).toHaveText(needle);
  await own.reload();
  await own.getByRole('button', { name: 'Sign out everywhere' }).click();
  await expect(own.getByRole('heading', { level: 1 })).toHaveText('You are signed out');
  for (const page of [own, other]) {
    await page.goto(`${service.url}/account`);
    await expect(page, 'nobody sees it without a session').toHaveURL(`${service.url}/inbox`);
  }
});

test('a changed password opens the same messages, and the old one nothing', async ({ service, desk, openPhone, needle }) => {
  const number = service.nextNumber();
  await send(desk.page, service, { to: [number], subject: 'Hello', body: needle });
  const { url } = await service.link(number);
  const { page, watch } = await openPhone();
  await claim(page, url, PASSWORD);
  await expect(letterText(page)).toHaveText(needle);
  const second = await openPhone();
  await unlock(second.page, url, PASSWORD);
  await expect(letterText(second.page)).toHaveText(needle);

  await page.goto(`${service.url}/account`);
  await live(page);
  await page.getByLabel('Password until now').fill('not the password');
  await page.getByLabel('New password').fill('password');
  await page.getByRole('button', { name: 'Change password' }).click();
  await expect(page.locator('#password-error')).toContainText('Many people use this password');
  await page.getByLabel('New password').fill(OTHER);
  watch.allow(401);
  await page.getByRole('button', { name: 'Change password' }).click();
  await expect(page.locator('#current-error')).toHaveText('That is not your password.');
  await expect(page.getByLabel('Password until now')).toBeFocused();
  await page.getByLabel('Password until now').fill(PASSWORD);
  await page.getByRole('button', { name: 'Change password' }).click();
  await expect(page.getByText('Your password is changed.')).toBeVisible();
  await page.goto(url);
  await expect(letterText(page), 'this session goes on').toHaveText(needle);

  second.watch.allow(401);
  await unlock(second.page, url, PASSWORD);
  await expect(second.page.getByRole('alert')).toContainText('That is not the password.');
  await unlock(second.page, url, OTHER);
  await expect(letterText(second.page)).toHaveText(needle);
});
