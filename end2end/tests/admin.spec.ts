// What an administrator sees of the gateways and of what people answer, and does about it.

import { SENDER, expect, test } from '../support/fixtures.ts';
import { examine } from '../support/examine.ts';
import { cookieHeader, expectStatus, send, signIn } from '../support/people.ts';

const ADMIN = { email: 'adm@lakeside.example', name: 'Adm', password: 'copper violin harbor six', role: 'admin' };
const ABROAD = '+44 7700900123';

test('a gateway that is down: seen, and a text that waits for it goes another way', async ({ startService, open }) => {
  const service = await startService({
    NARWHAL_GATEWAY_HANDSET_KIND: 'simulator',
    NARWHAL_GATEWAY_HANDSET_PREFIXES: '+1',
    NARWHAL_GATEWAY_ABROAD_KIND: 'http',
    // Nobody listens there.
    NARWHAL_GATEWAY_ABROAD_URL: 'http://127.0.0.1:9/?to={digits}&text={text}',
    NARWHAL_GATEWAY_ABROAD_METHOD: 'GET',
    NARWHAL_GATEWAY_ABROAD_PREFIXES: '+44',
  });
  await service.addUser(ADMIN);
  const { page } = await open();
  await signIn(page, service, ADMIN);
  const arrived = await send(page, service, { to: [service.nextNumber()], subject: 'Here', body: 'here' });
  await expectStatus(page, service, arrived, 'Delivered');
  await send(page, service, { to: [ABROAD], subject: 'Abroad', body: 'abroad' });

  await page.goto(`${service.url}/settings`);
  await page.getByRole('link', { name: 'Gateways' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Gateways');
  const texts = page.getByRole('region', { name: 'Texts' });
  await expect(async () => {
    await page.reload();
    await expect(texts).toContainText('tried', { timeout: 500 });
    await expect(page.getByRole('region', { name: 'abroad' })).toContainText('Last error', { timeout: 500 });
  }).toPass();
  await expect(texts).toContainText(ABROAD);
  await expect(page.getByRole('region', { name: 'The queue' })).toContainText('1 text was taken by a gateway');
  await examine(page, 'the gateways, one of them down');

  await page.getByRole('button', { name: 'Hold: handset' }).click();
  await expect(page.getByText('Nothing goes over it until you let it go on.')).toBeVisible();
  await expect(page.getByRole('region', { name: 'handset' }).locator('.badge')).toHaveText('Held');
  await page.getByRole('button', { name: 'Let go on: handset' }).click();
  await expect(page.getByRole('region', { name: 'handset' }).locator('.badge')).toHaveText('Works');

  await texts.getByRole('button', { name: /^Send now to \+44/ }).click();
  await expect(page.getByText(/It goes out now\.|It has gone meanwhile\./)).toBeVisible();
  await texts.getByRole('combobox').selectOption('handset');
  await texts.getByRole('button', { name: /^Set the gateway/ }).click();
  await expect(page.getByText('Its gateway is set.')).toBeVisible();
  await service.link('+447700900123');
  await expect(async () => {
    await page.reload();
    await expect(texts).toContainText('Nothing waits.', { timeout: 500 });
  }).toPass();
  await page.getByRole('link', { name: 'In trouble' }).click();
  await expect(texts).toContainText('No text has failed.');
});

test('answers that a person has to read, and opt-outs', async ({ startService, open, openPhone }) => {
  const service = await startService();
  await service.addUser(ADMIN);
  await service.addUser(SENDER);
  const { page } = await open();
  await signIn(page, service, ADMIN);
  const numbers = [service.nextNumber(), service.nextNumber()];
  await send(page, service, { to: numbers, subject: 'Hello', body: 'hello' });
  const handset = (await openPhone()).page;
  for (const [number, words] of [[numbers[0], 'Please stop texting me'], [numbers[1], 'STOP']] as const) {
    await service.link(number ?? '');
    await handset.goto(`${service.url}/simulator?to=${encodeURIComponent(number ?? '')}`);
    await handset.getByLabel('Answer').fill(words);
    await handset.getByRole('button', { name: 'Send' }).tap();
    await expect(handset.getByLabel('Answer')).toHaveValue('');
  }

  await page.goto(`${service.url}/admin/answers`);
  const [answers, optOuts] = [page.getByRole('region', { name: 'Answers to read' }), page.getByRole('region', { name: 'Who wants no texts' })];
  await expect(answers).toContainText('Please stop texting me');
  await expect(optOuts).toContainText('Texted STOP');
  await expect(optOuts.getByRole('button'), 'a STOP is ended by START alone').toHaveCount(0);
  await examine(page, 'an answer to read, and an opt-out');
  await answers.getByRole('button', { name: /wants no texts$/ }).click();
  await expect(page.getByText('They get no more texts.')).toBeVisible();
  await expect(answers).toContainText('No answer waits to be read.');
  await expect(optOuts).toContainText('Said so in words of their own');
  await optOuts.getByRole('button', { name: /wants texts again$/ }).click();
  await expect(page.getByText('They get texts again.')).toBeVisible();
  await expect(optOuts.getByRole('listitem')).toHaveCount(1);

  // To others these pages are not there.
  const sender = await open();
  await signIn(sender.page, service, SENDER);
  await sender.page.goto(`${service.url}/settings`);
  await expect(sender.page.getByRole('link', { name: 'Gateways' })).toHaveCount(0);
  for (const path of ['/admin/gateways', '/admin/answers']) {
    const answer = await sender.page.request.get(`${service.url}${path}`);
    expect(answer.status(), path).toBe(404);
  }
});

test('the organisation’s own words: previewed, refused, saved, and in the next text', async ({ startService, open }) => {
  const service = await startService();
  await service.addUser(ADMIN);
  await service.addUser(SENDER);
  const { page, watch } = await open();
  watch.allow(422);
  await signIn(page, service, ADMIN);
  await page.goto(`${service.url}/settings`);
  await page.getByRole('link', { name: 'Words' }).click();
  const first = page.getByRole('region', { name: 'A message waits' });
  const words = first.getByRole('textbox');
  await expect(words).toHaveValue(/sent you a private message/);
  await expect(first).toContainText(/1 SMS, \d+ of 160 characters/);
  await examine(page, 'the words of the texts');

  // What is wrong is said beside it; nothing that was written is lost, in any of the texts.
  await page.getByRole('region', { name: 'The answer to STOP' }).getByRole('textbox').fill('{organisation} is silent now.');
  await words.fill('{organisation} wrote to you: {link}');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(first.getByRole('alert')).toContainText('{stop} is missing');
  await expect(words).toHaveValue('{organisation} wrote to you: {link}');
  await expect(page.getByRole('region', { name: 'The answer to STOP' }).getByRole('textbox')).toHaveValue('{organisation} is silent now.');
  await examine(page, 'words that cannot be used');

  await words.fill('{organisation} wrote to you[ ({phrase})]: {link} Please read it. {stop}');
  await page.getByRole('button', { name: 'Preview' }).click();
  await expect(first).toContainText(/wrote to you: http.* Please read it\. Reply STOP to stop\./);
  await expect(first).toContainText('wrote to you (blue heron)');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Saved. The next texts have these words.')).toBeVisible();
  const number = service.nextNumber();
  await send(page, service, { to: [number], subject: 'Hello', body: 'hello' });
  await service.link(number);
  expect((await service.texts(number))[0]?.body).toContain('wrote to you: ');

  await page.goto(`${service.url}/admin/words?language=ar`);
  await expect(first).toContainText('أرسل قف');
  await examine(page, 'the words of the texts in Arabic');
  await page.goto(`${service.url}/admin/words`);
  await first.getByRole('button', { name: /usual words/ }).click();
  await expect(words).toHaveValue(/sent you a private message/);
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Saved.')).toBeVisible();
  await expect(first.getByRole('button', { name: /usual words/ })).toHaveCount(0);
});

test('who is no administrator finds none of these pages, and changes nothing', async ({ service, desk: { page, watch } }) => {
  watch.allow(404);
  for (const path of ['gateways', 'answers', 'words']) {
    expect((await page.goto(`${service.url}/admin/${path}`))?.status(), path).toBe(404);
  }
  const headers = { cookie: await cookieHeader(page), origin: service.url, 'content-type': 'application/x-www-form-urlencoded' };
  const forms = {
    'words': 'language=en&do=save&first-notice=x',
    'gateways/hold': 'route=simulator&held=true',
    'gateways/try': 'route=simulator',
    'answers/decide': `id=${'A'.repeat(43)}&decision=leave`,
    'opt-outs/lift': `phone=${'A'.repeat(43)}&account=`,
  };
  for (const [path, body] of Object.entries(forms)) {
    const answer = await fetch(`${service.url}/admin/${path}`, { method: 'POST', headers, body, redirect: 'manual' });
    expect(answer.status, path).toBe(404);
  }
});
