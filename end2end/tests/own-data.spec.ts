// A recipient's own page: when messages were opened, removing one, everything in one file.

import { readFile } from 'node:fs/promises';

import { PASSWORD, expect, test } from '../support/fixtures.ts';
import { examineInEveryLanguage } from '../support/languages.ts';
import { claim, letterText, send } from '../support/people.ts';

test('the owner sees when a message was opened, downloads it, and removes it for good', async ({ service, desk, openPhone, needle }) => {
  const number = service.nextNumber();
  const id = await send(desk.page, service, { to: [number], subject: 'Results', body: needle });
  const link = (await service.link(number)).url;
  const { page, watch } = await openPhone();
  await claim(page, link, PASSWORD);
  await expect(letterText(page)).toHaveText(needle);
  await page.getByRole('link', { name: 'Your access' }).click();
  await examineInEveryLanguage(page, 'one\'s own page');

  const downloading = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Download', exact: true }).click();
  const file = await (await downloading).path();
  const text = await readFile(file, 'utf8');
  expect(text).toContain(needle);
  expect(text.endsWith('</body></html>'), 'it came to its end').toBe(true);

  await page.getByRole('link', { name: 'When your messages were opened' }).click();
  const list = page.getByRole('main').locator('.list');
  await expect(list).toContainText('First opened on');
  await expect(list).toContainText(/Last opened on .*\(Chrom\w+ on \w+\)/);
  await examineInEveryLanguage(page, 'when messages were opened');
  await page.getByRole('link', { name: 'Remove: Results' }).click();
  await examineInEveryLanguage(page, 'removing a message');
  await page.getByRole('button', { name: 'Remove it for good' }).click();
  await expect(page.getByText('There are no messages at the moment.')).toBeVisible();
  await examineInEveryLanguage(page, 'no message that was opened');
  watch.allow(410);
  await page.goto(link);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('You removed this message');
  await examineInEveryLanguage(page, 'a removed message');
  await desk.page.goto(`${service.url}/sent/${id}`);
  await expect(desk.page.locator('.timeline')).toContainText('Removed by the recipient');
});
