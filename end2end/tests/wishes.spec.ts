// What a sender wishes for the text that announces a message.

import { expect, test } from '../support/fixtures.ts';
import { examineInEveryLanguage } from '../support/languages.ts';
import { examine } from '../support/examine.ts';
import { live, sentId, write } from '../support/people.ts';

test('a phrase and a language: in the text, and on the page that it leads to', async ({ service, desk: { page, watch }, openPhone }) => {
  // The phrase that the server refuses.
  watch.allow(422, /422/);
  const number = service.nextNumber();
  await write(page, service, { to: [number], subject: 'Wishes', body: 'wishes' });
  const summary = page.getByText('The text message', { exact: true });
  await summary.click();
  await page.getByLabel('Phrase').fill('see evil.example');
  await page.getByLabel('Its language').selectOption('Español');
  await page.getByLabel('How soon').selectOption('Urgent: first, and at night too');
  await page.getByLabel('Remind, if it is not opened').selectOption('After a day');
  await examine(page, 'compose with wishes for the text');
  await summary.click();
  await expect(page.getByLabel('Phrase')).toBeHidden();

  await page.getByRole('button', { name: 'Send message' }).click();
  await expect(page.getByLabel('Phrase'), 'what is wrong is shown').toBeFocused();
  await expect(page.locator('#phrase-error')).toHaveText(/letters, digits, spaces and hyphens only/);
  await examine(page, 'compose with a phrase that is none');
  await page.getByLabel('Phrase').fill('蓝鹭');
  await page.getByRole('button', { name: 'Send message' }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'The phrase does not fit' })).toBeVisible();
  await page.getByLabel('Phrase').fill('garza azul');
  await page.getByRole('button', { name: 'Send message' }).click();
  await sentId(page);
  await expect(page.getByLabel('Phrase'), 'the next message has none').toHaveValue('');
  await expect(page.getByLabel('How soon')).toHaveValue('');

  const { url } = await service.link(number);
  const [text] = await service.texts(number);
  expect(text?.body).toContain('garza azul');
  expect(text?.body).toContain('BAJA');
  const handset = (await openPhone()).page;
  await handset.goto(url);
  await live(handset);
  await expect(handset.getByText('Your phrase: garza azul')).toBeVisible();
  await examineInEveryLanguage(handset, 'a first visit with a phrase');
});
