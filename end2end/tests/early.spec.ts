// What is typed before the browser’s code has come.

import { PASSWORD, expect, test } from '../support/fixtures.ts';
import { letterText, live, send } from '../support/people.ts';

test('what is typed and sent before the code has come is not lost', async ({ service, desk, openPhone, needle }) => {
  const number = service.nextNumber();
  await send(desk.page, service, { to: [number], subject: 'Early bird', body: needle });
  const { page } = await openPhone();
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route('**/*.wasm', async (route) => {
    await held;
    await route.continue();
  });
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
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route('**/*.wasm', async (route) => {
    await held;
    await route.continue();
  });
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
