// Files in the compose page: chosen, dropped or pasted, sealed piece by piece, and read byte for byte.

import { rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Locator, Page, Route } from '@playwright/test';

import { PASSWORD, SENDER, expect, test } from '../support/fixtures.ts';
import { examine } from '../support/examine.ts';
import { request } from '../support/http.mjs';
import { chips, claim, cookieHeader, fillSignIn, live, sentId, write } from '../support/people.ts';

/** A sealed chunk: 256 KiB and what the seal adds. */
const CHUNK = 256 * 1024;
const SEALED = CHUNK + 100;

interface Content {
  name: string;
  mimeType: string;
  buffer: Buffer;
}

/** Bytes in which every chunk differs from every other, with words in the first that can be searched for. */
function content(name: string, mimeType: string, length: number, words = ''): Content {
  const buffer = Buffer.alloc(length);
  for (let at = 0; at < length; at += 1) buffer[at] = (at * 167 + (at >> 8)) % 256;
  buffer.write(words);
  return { name, mimeType, buffer };
}

function picker(page: Page): Locator {
  return page.getByLabel('Attach files');
}

function attached(page: Page): Locator {
  return page.getByRole('list', { name: 'Attached files' }).getByRole('listitem');
}

function sendButton(page: Page): Locator {
  return page.locator('button.primary', { hasText: /Send message|Sealing and sending/ });
}

/** What a drag or a clipboard holds. */
function transfer(page: Page, files: Content[], texts: Record<string, string> = {}) {
  const plain = files.map(({ name, mimeType, buffer }) => ({ name, mimeType, base64: buffer.toString('base64') }));
  return page.evaluateHandle(
    ([files, texts]) => {
      const data = new DataTransfer();
      for (const [kind, text] of Object.entries(texts)) data.setData(kind, text);
      for (const { name, mimeType, base64 } of files) {
        const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
        data.items.add(new File([bytes], name, { type: mimeType }));
      }
      return data;
    },
    [plain, texts] as const,
  );
}

async function drop(page: Page, dataTransfer: Awaited<ReturnType<typeof transfer>>): Promise<void> {
  const form = page.locator('form#message');
  await form.dispatchEvent('dragover', { dataTransfer });
  await expect(form).toHaveClass(/target/);
  await form.dispatchEvent('drop', { dataTransfer });
  await expect(form).not.toHaveClass(/target/);
}

/** Pastes, and answers whether the page took it for itself. */
function paste(target: Locator, data: Awaited<ReturnType<typeof transfer>>): Promise<boolean> {
  return target.evaluate((element, clipboardData) => {
    const init = { clipboardData: clipboardData as DataTransfer, bubbles: true, cancelable: true };
    return !element.dispatchEvent(new ClipboardEvent('paste', init));
  }, data);
}

/** Every upload that the page asks for, as `attachment/chunk`. */
function uploads(page: Page): string[] {
  const asked: string[] = [];
  page.on('request', (one) => {
    const found = /\/api\/attachments\/[^/]+\/(\d+\/\d+)$/.exec(one.url());
    if (found) asked.push(found[1] ?? '');
  });
  return asked;
}

/** Keeps the server's answer to one chunk away until it is released. */
async function hold(page: Page, chunk: string): Promise<() => Promise<void>> {
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  const pattern = `**/api/attachments/*/${chunk}`;
  await page.route(pattern, async (route: Route) => {
    await held;
    // It may have been stopped meanwhile.
    await route.continue().catch(() => {});
  });
  return async () => {
    release();
    await page.unroute(pattern);
  };
}

test('chosen, dropped, pasted, removed, sent, and read byte for byte', async ({ service, desk, openPhone, needle }) => {
  const { page } = desk;
  const number = service.nextNumber();
  const asked = uploads(page);
  const bodies: Buffer[] = [];
  page.on('request', (one) => void (one.method() === 'PUT' && bodies.push(one.postDataBuffer() ?? Buffer.alloc(0))));
  const files = [
    content('Scan of March.bin', 'application/octet-stream', 2 * CHUNK + 75_712, needle),
    content('empty.txt', 'text/plain', 0),
    content('plan.pdf', 'application/pdf', CHUNK, needle),
    content('image.png', 'image/png', 5_000, needle),
  ] as const;
  await write(page, service, { to: [number], subject: `Files ${needle}`, body: needle });

  const choosing = page.waitForEvent('filechooser');
  await page.getByText('Attach files').click();
  const chooser = await choosing;
  expect(chooser.isMultiple()).toBe(true);
  await chooser.setFiles([files[0], files[1]]);
  await expect(attached(page)).toHaveCount(2);
  await drop(page, await transfer(page, [files[2]]));
  await picker(page).setInputFiles([content('wrong.txt', 'text/plain', 10)]);
  expect(await paste(page.getByLabel('Message', { exact: true }), await transfer(page, [files[3]]))).toBe(true);
  await expect(attached(page)).toHaveText([
    /Scan of March\.binFile, 600 kB/,
    /empty\.txtText, 0 bytes/,
    /plan\.pdfPDF, 263 kB/,
    /wrong\.txtText, 10 bytes/,
    /image\.pngImage, 5\.0 kB/,
  ]);
  await expect(page.getByLabel('Message', { exact: true }), 'nothing was pasted as text').toHaveValue(needle);
  await page.getByRole('button', { name: 'Remove wrong.txt' }).click();
  await expect(attached(page)).toHaveCount(4);
  await expect(picker(page)).toBeFocused();
  await examine(page, 'compose, with files');

  expect(asked, 'nothing leaves before it is sent').toEqual([]);
  await sendButton(page).click();
  const id = await sentId(page);
  await expect(attached(page), 'the form is empty again').toHaveCount(0);
  expect(asked).toEqual(['0/0', '0/1', '0/2', '1/0', '2/0', '3/0']);
  expect(Math.max(...bodies.map(({ length }) => length)), 'one chunk at a time').toBeLessThan(SEALED);
  expect(Buffer.concat(bodies).includes(needle), 'sealed before it leaves').toBe(false);

  const { page: phone } = await openPhone();
  await claim(phone, (await service.link(number)).url, PASSWORD);
  const rows = phone.getByRole('article').locator('.attachments li');
  await expect(rows).toHaveCount(4);
  await rows.nth(0).getByText('Save', { exact: true }).click();
  const downloading = phone.waitForEvent('download');
  await rows.nth(0).getByRole('link', { name: 'Save it anyway' }).click();
  expect((await downloading).suggestedFilename()).toBe('Scan of March.bin');
  const reader = { headers: { cookie: await cookieHeader(phone) } };
  const sender = { headers: { cookie: await cookieHeader(page) } };
  await page.goto(`${service.url}/sent/${id}`);
  for (const [at, { name, buffer }] of files.entries()) {
    await expect(rows.nth(at)).toContainText(name);
    const href = await rows.nth(at).locator('a[download]').getAttribute('href');
    expect((await request(`${service.url}${href}`, reader)).body.equals(buffer), `${name}, by the recipient`).toBe(true);
    const own = await request(`${service.url}/sent/${id}/attachments/${at}`, sender);
    expect(own.body.equals(buffer), `${name}, by the sender`).toBe(true);
  }
  await expect(page.locator('.attachments li')).toHaveCount(4);
});

test('what does not fit says why, and nothing is lost', async ({ service, desk: { page }, needle }) => {
  await write(page, service, { to: [service.nextNumber()], subject: 'Limits', body: needle });
  const error = page.locator('#files-error');
  const inPage = (name: string, length: number, count = 1) =>
    page.evaluateHandle(
      ([name, length, count]) => {
        const data = new DataTransfer();
        const bytes = new Uint8Array(length);
        for (let at = 0; at < count; at += 1) data.items.add(new File([bytes], count === 1 ? name : `${at} ${name}`));
        return data;
      },
      [name, length, count] as const,
    );
  await drop(page, await inPage('film.mp4', 25 * 1024 * 1024 + 1));
  await expect(error).toHaveText('“film.mp4” is too large: it has 27 MB, and 25 MB fit. Attach a smaller version of it.');
  await drop(page, await inPage('half.zip', 13 * 1024 * 1024));
  await expect(error).toBeEmpty();
  await drop(page, await inPage('other half.zip', 13 * 1024 * 1024));
  await expect(error).toContainText('“other half.zip” (14 MB) does not fit any more: all files together can have 25 MB.');
  await expect(attached(page)).toHaveCount(1);

  const twice = content('twice.txt', 'text/plain', 10);
  const data = await transfer(page, [twice]);
  await drop(page, data);
  await expect(attached(page)).toHaveCount(2);
  await drop(page, data);
  await expect(error).toHaveText('“twice.txt” is attached already.');
  await examine(page, 'compose, a file twice');

  await drop(page, await inPage('of many.txt', 1, 110));
  await expect(attached(page)).toHaveCount(100);
  await expect(error).toContainText('“98 of many.txt” is one too many: a message can have 100 files.');
  await expect(error).toContainText('11 other files were not attached either.');
  await expect(page.getByLabel('Subject')).toHaveValue('Limits');
  await expect(page.getByLabel('Message', { exact: true })).toHaveValue(needle);
  await expect(chips(page)).toHaveCount(1);
});

test('text is pasted as text', async ({ service, desk: { page } }) => {
  await write(page, service, { to: [], subject: '', body: '' });
  const picture = content('image.png', 'image/png', 100);
  const message = page.getByLabel('Message', { exact: true });
  const office = await transfer(page, [picture], { 'text/plain': 'Iron: fine', 'text/html': '<b>Iron</b>: fine' });
  expect(await paste(message, office), 'a picture of the text comes with it').toBe(false);
  expect(await paste(message, await transfer(page, [], { 'text/plain': 'Iron: fine' }))).toBe(false);
  await expect(attached(page)).toHaveCount(0);
  const image = await transfer(page, [picture], { 'text/html': '<img src="a.png">' });
  expect(await paste(page.locator('body'), image), 'an image copied in a browser').toBe(true);
  await expect(attached(page)).toHaveCount(1);
});

test('files alone are something to lose', async ({ service, desk: { page } }) => {
  await page.goto(`${service.url}/compose`);
  await live(page);
  await page.getByLabel('Message', { exact: true }).click();
  await picker(page).setInputFiles([content('a.txt', 'text/plain', 10)]);
  await expect(attached(page)).toHaveCount(1);
  const asking = page.waitForEvent('dialog');
  await page.close({ runBeforeUnload: true });
  const dialog = await asking;
  expect(dialog.type()).toBe('beforeunload');
  await dialog.dismiss();
  await expect(attached(page)).toHaveCount(1);
});

test('the server is away for one chunk', async ({ service, desk: { page, watch }, needle }) => {
  const number = service.nextNumber();
  await write(page, service, { to: [number], subject: `Away ${needle}`, body: needle });
  await picker(page).setInputFiles([content('a.bin', 'application/octet-stream', 2 * CHUNK + 1)]);
  watch.allow(503);
  let failures = 0;
  await page.route('**/api/attachments/*/0/1', async (route) => {
    failures += 1;
    return failures > 2 ? route.continue() : route.fulfill({ status: 503, body: 'Busy' });
  });
  const asked = uploads(page);
  await sendButton(page).click();
  await expect(page.getByRole('status').first()).toContainText('Not sent yet: the server does not answer.');
  await expect(page.getByLabel('Message', { exact: true })).toHaveValue(needle);
  await expect(page.getByText(/^Uploaded 263 kB of 525 kB$/)).toBeVisible();
  await sentId(page);
  expect(asked).toEqual(['0/0', '0/1', '0/1', '0/1', '0/2']);
  await expect(page.getByText('Not sent yet')).toHaveCount(0);
  await service.link(number);
});

test('stopped, gone on with, and stopped by removing a file', async ({ service, desk: { page }, openPhone, needle }) => {
  const number = service.nextNumber();
  await write(page, service, { to: [number], subject: `Stop ${needle}`, body: needle });
  const kept = content('kept.bin', 'application/octet-stream', CHUNK + 1);
  await picker(page).setInputFiles([kept, content('wrong.bin', 'application/octet-stream', 1)]);
  const asked = uploads(page);
  const bar = page.getByRole('progressbar', { name: 'Uploaded 263 kB of 263 kB' });

  let release = await hold(page, '0/1');
  await sendButton(page).click();
  await expect(bar).toBeVisible();
  await expect(page.getByRole('status').filter({ hasText: 'Three quarters of the files are uploaded.' })).toHaveCount(1);
  await examine(page, 'compose, uploading');
  await page.getByRole('button', { name: 'Stop' }).click();
  await expect(page.getByText('Stopped, and not sent.')).toBeVisible();
  await expect(bar).toHaveCount(0);
  await expect(sendButton(page), 'the focus is not lost').toBeFocused();
  await expect(attached(page)).toHaveCount(2);
  await expect(page.getByLabel('Message', { exact: true })).toHaveValue(needle);
  await examine(page, 'compose, stopped');
  await release();

  release = await hold(page, '1/0');
  await sendButton(page).click();
  await expect.poll(() => asked.at(-1)).toBe('1/0');
  expect(asked, 'what is acknowledged is not uploaded again').toEqual(['0/0', '0/1', '0/1', '1/0']);
  await page.getByRole('button', { name: 'Remove wrong.bin' }).click();
  await expect(page.getByText('Stopped, and not sent.')).toBeVisible();
  await expect(attached(page)).toHaveText([/kept\.bin/]);
  await release();

  await sendButton(page).click();
  await sentId(page);
  expect(asked.slice(4), 'another draft is sealed anew').toEqual(['0/0', '0/1']);
  const { page: phone } = await openPhone();
  await claim(phone, (await service.link(number)).url, PASSWORD);
  const rows = phone.getByRole('article').locator('.attachments li');
  await expect(rows).toHaveText([/kept\.bin/]);
  const href = await rows.locator('a[download]').getAttribute('href');
  const read = await request(`${service.url}${href}`, { headers: { cookie: await cookieHeader(phone) } });
  expect(read.body.equals(kept.buffer)).toBe(true);
});

test('a session that ends while files are uploaded', async ({ service, desk: { page, watch, context }, needle }) => {
  await write(page, service, { to: [service.nextNumber()], subject: `Ended ${needle}`, body: needle });
  await picker(page).setInputFiles([content('a.bin', 'application/octet-stream', CHUNK + 1)]);
  watch.allow(401);
  const asked = uploads(page);
  await page.route('**/api/attachments/*/0/1', async (route) => {
    await context.clearCookies();
    await route.continue();
  });
  await sendButton(page).click();
  const alert = page.getByRole('alert').filter({ hasText: 'You have been signed out.' });
  await expect(alert).toBeVisible();
  await expect(attached(page)).toHaveCount(1);
  await page.unroute('**/api/attachments/*/0/1');

  const opened = context.waitForEvent('page');
  await alert.getByRole('link', { name: 'Sign in' }).click();
  const second = await opened;
  await fillSignIn(second, SENDER);
  await expect(second).toHaveURL(`${service.url}/sent`);
  await page.bringToFront();
  await alert.getByRole('button', { name: 'Try again' }).click();
  await sentId(page);
  expect(asked).toEqual(['0/0', '0/1', '0/1']);
});

test('a file that changed since it was chosen', async ({ service, desk: { page }, needle }) => {
  const path = join(tmpdir(), `${needle}.txt`);
  await writeFile(path, 'as it was');
  try {
    await write(page, service, { to: [service.nextNumber()], subject: `Changed ${needle}`, body: needle });
    await picker(page).setInputFiles(path);
    await expect(attached(page)).toHaveCount(1);
    await writeFile(path, 'as it was, and some more');
    await sendButton(page).click();
    const alert = page.getByRole('alert').filter({ hasText: 'Not sent.' });
    await expect(alert).toContainText(`“${needle}.txt” was changed, moved or deleted after you had chosen it.`);
    await expect(page.getByLabel('Message', { exact: true })).toHaveValue(needle);
    await page.getByRole('button', { name: `Remove ${needle}.txt` }).click();
    await picker(page).setInputFiles(path);
    await sendButton(page).click();
    await sentId(page);
  } finally {
    await rm(path);
  }
});

test('a folder is told apart from a file', async ({ service, desk: { page } }) => {
  await page.goto(`${service.url}/compose`);
  await live(page);
  // A file whose bytes cannot be had, as a dropped folder is one.
  const data = await page.evaluateHandle(() => {
    const data = new DataTransfer();
    data.items.add(new File(['a'], 'Photos'));
    return data;
  });
  await page.evaluate(() => {
    Blob.prototype.arrayBuffer = () => Promise.reject(new DOMException('', 'NotReadableError'));
  });
  await drop(page, data);
  await expect(page.locator('#files-error')).toContainText('“Photos” cannot be read. If it is a folder,');
  await expect(attached(page)).toHaveCount(0);
});
