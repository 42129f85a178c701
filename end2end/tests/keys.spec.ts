// What a sender sees of a recipient's keys, and a number that somebody else has claimed.

import type { Page } from '@playwright/test';

import { examine } from '../support/examine.ts';
import { PASSWORD, expect, test } from '../support/fixtures.ts';
import { examineInEveryLanguage } from '../support/languages.ts';
import { claim, letterText, live, send, write } from '../support/people.ts';

const SPOKEN = 'olive lantern sand seven';
const NEW_PASSWORD = 'violet harbor tundra spoon';

async function askToLock(desk: Page, sent: string): Promise<void> {
  await desk.goto(sent);
  await live(desk);
  await desk.locator('summary', { hasText: 'Safety number' }).click();
  await desk.getByText('Somebody else has claimed this number').click();
}

async function lock(desk: Page): Promise<void> {
  await desk.getByLabel('Passcode for the person').fill(SPOKEN);
  await desk.getByRole('button', { name: 'Lock the number' }).click();
  await expect(desk.locator('.timeline')).toContainText('Number locked');
}

test('the safety number is the same on both pages', async ({ service, desk, openPhone, needle }) => {
  const number = service.nextNumber();
  const id = await send(desk.page, service, { to: [number], subject: 'Results', body: needle });
  const { page } = await openPhone();
  await claim(page, (await service.link(number)).url, PASSWORD);
  await expect(letterText(page)).toHaveText(needle);
  await page.getByRole('link', { name: 'Your access' }).click();
  const own = await page.locator('.safety').innerText();
  expect(own).toMatch(/^(\d{5} ){5}\d{5}$/);
  await desk.page.goto(`${service.url}/sent/${id}`);
  await expect(desk.page.locator('.timeline')).toContainText(/From Chrom\w+ on \w+: the first visit/);
  await desk.page.locator('summary', { hasText: 'Safety number' }).click();
  await expect(desk.page.locator('.safety')).toHaveText(own);
  await expect(desk.page.getByText('Password chosen on')).toContainText(/from Chrom\w+ on \w+/);
  await examine(desk.page, 'a safety number');
});

test('a number that somebody else has claimed is locked, and claimed again with the passcode', async ({ service, desk, openPhone, needle }) => {
  const number = service.nextNumber();
  const id = await send(desk.page, service, { to: [number], subject: 'Results', body: needle });
  const link = (await service.link(number)).url;
  const intruder = await openPhone();
  await claim(intruder.page, link, PASSWORD);
  await expect(letterText(intruder.page)).toHaveText(needle);

  await askToLock(desk.page, `${service.url}/sent/${id}`);
  await examine(desk.page, 'locking a number');
  await lock(desk.page);
  await expect.poll(async () => (await service.texts(number))[0]?.body).toContain('was locked');

  // Whoever had claimed it sees what a stranger sees.
  await intruder.page.goto(link);
  await expect(intruder.page.getByLabel('Your passcode')).toBeVisible();
  const { page } = await openPhone();
  await page.goto(link);
  await live(page);
  await page.getByLabel('Choose a password').fill(NEW_PASSWORD);
  await page.getByLabel('Your passcode').fill(SPOKEN);
  await page.getByRole('button', { name: 'Open my message' }).click();
  await expect(letterText(page)).toHaveText(needle);

  // The sender is told where they write, until they have sent something.
  await write(desk.page, service, { to: [number], subject: 'Again', body: `${needle} again` });
  await expect(desk.page.locator('[data-change]')).toContainText('New keys, after the number was locked.');
  await examine(desk.page, 'a recipient with new keys');
  await desk.page.goto(`${service.url}/sent/${id}`);
  await expect(desk.page.locator('[data-change]')).toContainText('New keys');
  await send(desk.page, service, { to: [number], subject: 'Again', body: `${needle} again` });
  await desk.page.goto(`${service.url}/sent/${id}`);
  await expect(desk.page.locator('[data-change]')).toHaveCount(0);
});

test('a locked number whose passcode went with a message that was taken back stays locked', async ({ service, desk, openPhone, needle }) => {
  const number = service.nextNumber();
  const id = await send(desk.page, service, { to: [number], subject: 'Results', body: needle });
  const intruder = await openPhone();
  await claim(intruder.page, (await service.link(number)).url, PASSWORD);
  await expect(letterText(intruder.page)).toHaveText(needle);
  await send(desk.page, service, { to: [number], subject: 'Again', body: `${needle} again` });
  const second = (await service.link(number, 2)).url;
  const sent = `${service.url}/sent/${id}`;
  await askToLock(desk.page, sent);
  await lock(desk.page);
  await desk.page.goto(sent);
  await desk.page.getByText('Recall…').click();
  await desk.page.getByRole('button', { name: 'Recall the message' }).click();
  await expect(desk.page.locator('.badge')).toHaveText('Recalled');
  for (const { page } of [intruder, await openPhone()]) {
    await page.goto(second);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Your messages are locked');
  }
  await examineInEveryLanguage(intruder.page, 'a locked number');
});
