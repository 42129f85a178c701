// Who wants no texts gets none, and the sender is told.

import { expect, test } from '../support/fixtures.ts';
import { examineInEveryLanguage } from '../support/languages.ts';
import { examine } from '../support/examine.ts';
import { expectStatus, send, write } from '../support/people.ts';

test('STOP on the phone stops the texts, and the compose page says so before it sends', async ({ service, desk: { page }, openPhone }) => {
  const number = service.nextNumber();
  const id = await send(page, service, { to: [number], subject: 'First', body: 'first' });
  const { url } = await service.link(number);
  await expectStatus(page, service, id, 'Delivered');
  const handset = (await openPhone()).page;
  const thread = `${service.url}/simulator?to=${encodeURIComponent(number)}`;
  await handset.goto(thread);
  await expect(handset.locator('.bubble')).toContainText('Reply STOP');
  await examine(handset, 'a conversation on the simulated phone');
  await handset.getByLabel('Answer').fill('Stop');
  await handset.getByRole('button', { name: 'Send' }).tap();
  await expect(handset.getByLabel('Answer'), 'the page after the answer').toHaveValue('');
  await expect.poll(async () => (await service.texts(number)).length).toBe(2);
  await handset.reload();
  await expect(handset.locator('.bubble')).toHaveCount(2);
  await expect(handset.locator('.bubble').last()).toContainText('you will get no more texts from us');

  await write(page, service, { to: [number], subject: 'Second', body: 'second' });
  await page.getByRole('button', { name: 'Send message' }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'wants no texts from you' })).toBeVisible();
  await expect(page.getByLabel('Message', { exact: true }), 'the draft is still there').toHaveValue('second');
  // The message that was sent before can still be read.
  expect((await handset.goto(url))?.status()).toBe(200);
});

test('“this is not for me” tells the sender and stops their texts; looking at it does not', async ({ service, desk: { page }, openPhone }) => {
  const number = service.nextNumber();
  const id = await send(page, service, { to: [number], subject: 'Wrong', body: 'wrong' });
  const { url } = await service.link(number);
  await expectStatus(page, service, id, 'Delivered');
  const handset = (await openPhone()).page;
  await handset.goto(url);
  await handset.getByText('I did not expect this').tap();
  await handset.getByRole('link', { name: 'This message is not for me' }).tap();
  await expect(handset.getByRole('heading', { level: 1 })).toHaveText('Is this message not for you?');
  await examineInEveryLanguage(handset, 'the question whether a message is for somebody else');
  await handset.reload();
  await expectStatus(page, service, id, 'Delivered');
  const tell = async () => {
    await handset.locator('main form button').tap();
    await expect(handset.locator('main form')).toHaveCount(0);
  };
  await tell();
  await expect(handset.getByRole('heading', { level: 1 })).toHaveText('Thank you for telling us');
  await examineInEveryLanguage(handset, 'thanks for telling', tell);
  await expectStatus(page, service, id, 'Failed');
  await page.goto(`${service.url}/sent/${id}`);
  await expect(page.locator('.timeline')).toContainText('Not for this person');
  await write(page, service, { to: [number], subject: 'Again', body: 'again' });
  await page.getByRole('button', { name: 'Send message' }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'wants no texts from you' })).toBeVisible();
});
