// A phone that is shared with others: the session is short, and one tap hides the page.

import { examine } from '../support/examine.ts';
import { PASSWORD, expect, test } from '../support/fixtures.ts';
import { examineInEveryLanguage } from '../support/languages.ts';
import { letterText, live, send } from '../support/people.ts';

test('the page is hidden at once, and nothing leads back to it', async ({ service, desk, openPhone, needle }) => {
  const number = service.nextNumber();
  await send(desk.page, service, { to: [number], subject: 'Results', body: needle });
  const link = (await service.link(number)).url;
  const { page } = await openPhone();
  await page.goto(`${service.url}/hidden`);
  await page.goto(link);
  await live(page);
  await page.getByLabel('Choose a password').fill(PASSWORD);
  await page.getByLabel('This phone is shared with others').check();
  await examine(page, 'a first visit on a shared phone');
  await page.getByRole('button', { name: 'Open my message' }).click();
  await expect(letterText(page)).toHaveText(needle);
  await expect(page.getByText('when you have not used it for 5 minutes')).toBeVisible();
  await expect(page).toHaveTitle('A private message');
  await examineInEveryLanguage(page, 'a message on a shared phone');

  await page.getByRole('button', { name: 'Hide this page' }).click();
  await expect(page).toHaveURL(`${service.url}/hidden`);
  await expect(page.getByText(needle)).toHaveCount(0);
  await examineInEveryLanguage(page, 'the page that takes a hidden one\'s place');
  await page.goto(link);
  await expect(page.getByLabel('Your password', { exact: true })).toBeVisible();
  await page.goto(`${service.url}/inbox`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Your private messages');
});

test('hiding works without the page\'s script', async ({ service, desk, openPhone, needle }) => {
  const number = service.nextNumber();
  await send(desk.page, service, { to: [number], subject: 'Results', body: needle });
  const link = (await service.link(number)).url;
  const { page, context } = await openPhone();
  await page.goto(link);
  await live(page);
  await page.getByLabel('Choose a password').fill(PASSWORD);
  await page.getByLabel('This phone is shared with others').check();
  await page.getByRole('button', { name: 'Open my message' }).click();
  await expect(letterText(page)).toHaveText(needle);
  const bare = await openPhone({ javaScriptEnabled: false });
  // Without scripts Chromium refuses the one that the page offers in advance.
  bare.watch.allow(/\.js: csp$/);
  await bare.context.addCookies(await context.cookies());
  await bare.page.goto(link);
  await expect(letterText(bare.page)).toHaveText(needle);
  await bare.page.getByRole('button', { name: 'Hide this page' }).click();
  await expect(bare.page).toHaveURL(`${service.url}/hidden`);
  await bare.page.goto(link);
  await expect(letterText(bare.page)).toHaveCount(0);
});
