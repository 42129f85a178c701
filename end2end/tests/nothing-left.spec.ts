// What stays behind: on the recipient's device, in the service's files, in its log. Nothing.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Page } from '@playwright/test';

import { args, executablePath } from '../support/browser.mjs';
import { PASSWORD, SENDER, expect, phone, test } from '../support/fixtures.ts';
import { claim, letterText, live, send, signIn, unlock } from '../support/people.ts';
import { traces, tracesIn } from '../support/traces.ts';
import { Watch } from '../support/watch.ts';

test('the search finds what it has to', () => {
  const text = 'needle-5f0c';
  const around = (bytes: Buffer | string) => Buffer.concat([Buffer.from('xy'), Buffer.from(bytes), Buffer.from('z')]);
  expect(tracesIn(around('nothing'), text)).toEqual([]);
  expect(tracesIn(around(text), text)).toContain('UTF-8');
  expect(tracesIn(around(Buffer.from(text, 'utf16le')), text)).toContain('UTF-16LE');
  for (const before of ['', 'a', 'ab', 'abc']) {
    for (const after of ['', 'c', 'cd', 'cde']) {
      const base64 = Buffer.from(`${before}${text}${after}`).toString('base64');
      expect(tracesIn(around(base64), text).join()).toContain('base64');
      const wide = Buffer.concat([Buffer.from(before), Buffer.from(text, 'utf16le'), Buffer.from(after)]);
      expect(tracesIn(around(wide.toString('base64')), text).join()).toContain('base64');
    }
  }
});

test('nothing of a message is left in the browser’s profile', async ({ service, desk, playwright, needle }) => {
  const number = service.nextNumber();
  const [subject, body, password] = [`subject-${needle}`, `body-${needle}`, `password-${needle}`];
  await send(desk.page, service, { to: [number], subject, body });
  const { url, locator } = await service.link(number);
  const profile = await mkdtemp(join(tmpdir(), 'narwhal-profile-'));
  const launch = async () => {
    const context = await playwright.chromium.launchPersistentContext(profile, { ...phone, executablePath, args });
    return { context, watch: await Watch.over(context), page: context.pages()[0] ?? (await context.newPage()) };
  };
  try {
    // One visit that ends with a sign-out, a second that ends with the browser just being closed.
    const first = await launch();
    await claim(first.page, url, password);
    await expect(letterText(first.page)).toHaveText(body);
    await first.page.goto(`${service.url}/inbox`);
    await expect(first.page.getByRole('link', { name: new RegExp(subject) })).toBeVisible();
    await first.page.goto(url);
    await first.page.getByRole('button', { name: 'Sign out' }).click();
    await expect(first.page).toHaveURL(`${service.url}/signed-out`);
    await first.context.close();
    expect(first.watch.problems()).toEqual([]);

    expect(await traces(profile, locator), 'the history is on the disk, so the rest would be too').not.toEqual([]);
    for (const secret of [needle, subject, body, password]) expect(await traces(profile, secret)).toEqual([]);

    const second = await launch();
    expect(await second.context.cookies()).toEqual([]);
    await unlock(second.page, url, password);
    await expect(letterText(second.page)).toHaveText(body);
    const cookie = (await second.context.cookies())[0]?.value ?? '';
    expect(cookie.length).toBeGreaterThan(40);
    await second.context.close();
    expect(second.watch.problems()).toEqual([]);
    for (const secret of [needle, subject, body, password, cookie]) expect(await traces(profile, secret)).toEqual([]);
  } finally {
    await rm(profile, { recursive: true, force: true });
  }
});

test('no page stores anything', async ({ service, desk, openPhone, needle }) => {
  const number = service.nextNumber();
  const id = await send(desk.page, service, { to: [number], subject: 'Store', body: needle });
  const { url } = await service.link(number);
  const { page } = await openPhone();
  await page.goto(url);
  await live(page);
  await expectNothingStored(page);
  await claim(page, url, PASSWORD);
  await expect(letterText(page)).toHaveText(needle);
  await expectNothingStored(page);
  await page.goto(`${service.url}/inbox`);
  await expectNothingStored(page);
  for (const path of ['/compose', '/sent', `/sent/${id}`, '/settings']) {
    await desk.page.goto(`${service.url}${path}`);
    await live(desk.page);
    await expectNothingStored(desk.page);
  }
});

test('the service’s files and log hold nothing in clear', async ({ startService, open, openPhone, needle }) => {
  const service = await startService({ NARWHAL_LOG: 'debug' });
  await service.addUser(SENDER);
  const desk = await open();
  await signIn(desk.page, service, SENDER);
  const number = '+12114368642';
  const [subject, body, password] = [`subject-${needle}`, `body-${needle}`, `password-${needle}`];
  const id = await send(desk.page, service, { to: [number], subject, body });
  const { url, locator } = await service.link(number);
  const { page, watch } = await openPhone();
  watch.allow(401);
  await claim(page, url, password);
  await expect(letterText(page)).toHaveText(body);
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page).toHaveURL(`${service.url}/signed-out`);
  await unlock(page, url, `wrong-${needle}`);
  await expect(page.getByRole('alert')).not.toBeEmpty();
  await page.goto(`${service.url}/inbox`);
  await page.getByLabel('Phone number').fill(number);
  await page.getByLabel('Your password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('link', { name: new RegExp(subject) })).toBeVisible();
  await desk.page.goto(`${service.url}/sent/${id}`);
  await expect(desk.page.getByRole('article')).toContainText(body);
  await desk.page.goto(`${service.url}/sent?q=${encodeURIComponent(number)}`);
  // All of the page's code has come before the service stops.
  await desk.page.waitForLoadState('networkidle');
  await page.goto(`${service.url}/simulator?to=${encodeURIComponent(number)}`);

  const secrets = [needle, password, locator, SENDER.password, '12114368642', '2114368642', '211 436 8642', '436-8642'];
  const search = async (when: string) => {
    expect(await traces(service.dataDir, SENDER.email), 'the files that are searched are the right ones').not.toEqual([]);
    for (const secret of secrets) {
      expect(await traces(service.dataDir, secret), `files, ${when}`).toEqual([]);
      expect(tracesIn(Buffer.from(service.stderr), secret), `log, ${when}`).toEqual([]);
      expect(tracesIn(Buffer.from(service.stdout), secret), `terminal, ${when}`).toEqual([]);
    }
  };
  expect(service.stderr).toContain('request');
  expect((await service.files()).some((file) => file.endsWith('-wal'))).toBe(true);
  await search('while it runs');
  await service.stop();
  await search('after it has stopped');
});

async function expectNothingStored(page: Page): Promise<void> {
  const stored = await page.evaluate(async () => ({
    local: localStorage.length,
    session: sessionStorage.length,
    databases: (await indexedDB.databases()).length,
    caches: (await caches.keys()).length,
    workers: (await navigator.serviceWorker.getRegistrations()).length,
    cookie: document.cookie,
    history: JSON.stringify(history.state ?? null),
    name: window.name,
  }));
  expect(stored).toEqual({
    local: 0,
    session: 0,
    databases: 0,
    caches: 0,
    workers: 0,
    cookie: '',
    history: 'null',
    name: '',
  });
}
