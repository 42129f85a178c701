// What a mail program wrote, on the recipient's phone.

import { readFile } from 'node:fs/promises';

import { PASSWORD, SENDER, expect, test } from '../support/fixtures.ts';
import { examineInEveryLanguage } from '../support/languages.ts';
import { examine } from '../support/examine.ts';
import { claim, cookieHeader } from '../support/people.ts';
import { request } from '../support/http.mjs';
import { submit } from '../support/smtp.mjs';

/** A PNG of one red dot. */
const DOT = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC';
const BYTES = Buffer.from(Array.from({ length: 70_000 }, (_, at) => (at * 167) % 256));

function lines(base64: string): string {
  return base64.replace(/.{76}/g, '$&\r\n');
}

function part(headers: string[], content: string): string {
  return `--outer\r\n${headers.join('\r\n')}\r\nContent-Transfer-Encoding: base64\r\n\r\n${lines(content)}\r\n`;
}

/** HTML with all that must not run or load, an image of its own, and three files. */
function mail(needle: string): string {
  const html = `<p>Dear <b>Ana</b>,</p><p>${needle}</p><img src="cid:dot" alt="A red dot" width="40" height="40">
<img src="http://127.0.0.1:9/track.png" alt="Remote"><script>document.title = 'taken'</script>
<form action="http://127.0.0.1:9/"><input name="a"><button>Go</button></form>
<p onclick="alert(1)" style="position:fixed">See <a href="javascript:alert(1)">this</a> and <a href="https://example.org/">that</a>.</p>
<table><tr><th>Iron</th><td>fine</td></tr></table>`.replaceAll('\n', '\r\n');
  const inner = [
    '--inner\r\nContent-Type: text/html; charset=utf-8\r\n',
    html,
    '--inner\r\nContent-Type: image/png\r\nContent-ID: <dot>\r\nContent-Disposition: inline\r\nContent-Transfer-Encoding: base64\r\n',
    DOT,
    '--inner--',
  ];
  return [
    `From: ${SENDER.name} <${SENDER.email}>\r\nSubject: Results ${needle}\r\nMessage-ID: <${needle}@lakeside.example>`,
    'MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=outer\r\n',
    '--outer\r\nContent-Type: multipart/related; boundary=inner\r\n',
    ...inner,
    part(['Content-Type: image/png; name=scan.png', 'Content-Disposition: attachment; filename=scan.png'], DOT) +
      part(['Content-Type: text/plain; name=notes.txt', 'Content-Disposition: attachment; filename=notes.txt'], Buffer.from('Take with water.\n').toString('base64')) +
      part(['Content-Type: application/zip; name="all files.zip"', 'Content-Disposition: attachment; filename="all files.zip"'], BYTES.toString('base64')) +
      '--outer--',
  ].join('\r\n');
}

test('a mail with formatting and files is read on the phone', async ({ service, desk, openPhone, needle }) => {
  const number = service.nextNumber();
  await desk.page.goto(`${service.url}/settings/mail`);
  await desk.page.getByLabel('New app password for').fill(`Mail ${needle}`);
  await desk.page.getByRole('button', { name: 'Make an app password' }).click();
  const password = await desk.page.locator('.secret').innerText();
  const to = `${number.replace('+', '')}@secure.text`;
  await submit(service.smtpPort, { user: SENDER.email, password, to, mail: mail(needle) });

  const { page } = await openPhone();
  const asked: string[] = [];
  page.on('request', (one) => asked.push(one.url()));
  await claim(page, (await service.link(number)).url, PASSWORD);
  const letter = page.getByRole('article');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(`Results ${needle}`);
  await expect(letter.locator('b')).toHaveText('Ana');
  await expect(letter.locator('th')).toHaveText('Iron');
  await expect(page).not.toHaveTitle('taken');
  await expect(letter.locator('.rich').locator('script, form, input, button, style, [onclick], [style]')).toHaveCount(0);
  await expect(letter.locator('.rich a[href]')).toHaveAttribute('href', 'https://example.org/');
  const dot = letter.getByRole('img', { name: 'A red dot' });
  await expect.poll(() => dot.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(1);
  expect(asked.filter((url) => !url.startsWith(service.url)), 'nothing remote').toEqual([]);
  expect(asked.filter((url) => /attachments\/[1-9]/.test(url)), 'no file before it is asked for').toEqual([]);

  const files = letter.locator('.attachments li');
  await expect(files).toHaveCount(3);
  await expect(files.nth(2)).toContainText('all files.zip');
  await expect(files.nth(2)).toContainText('ZIP archive, 70 kB');
  await examineInEveryLanguage(page, 'a mail with files');

  await files.nth(0).getByText('Show').click();
  const scan = files.nth(0).getByRole('img');
  await expect.poll(() => scan.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(1);

  await files.nth(2).getByText('Save', { exact: true }).click();
  await expect(files.nth(2)).toContainText('stays on this device');
  const downloading = page.waitForEvent('download');
  await files.nth(2).getByRole('link', { name: 'Save it anyway' }).click();
  const download = await downloading;
  expect(download.suggestedFilename()).toBe('all files.zip');
  expect((await readFile(await download.path())).equals(BYTES), 'byte for byte').toBe(true);
  await examine(page, 'a mail whose files are unfolded');

  const notes = await files.nth(1).getByRole('link', { name: 'Show' }).getAttribute('href');
  const own = { headers: { cookie: await cookieHeader(page) } };
  const shown = await request(`${service.url}${notes}`, own);
  expect(shown.text).toBe('Take with water.\n');
  expect(shown.headers['content-type']).toBe('text/plain; charset=utf-8');
  const stranger = await request(`${service.url}${notes}`);
  expect([stranger.status, stranger.text.includes('water')], 'a link alone opens no file').toEqual([404, false]);
});
