// Emergency access: an organisation that keeps an archive key says so, and says when it has used it.

import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { examine } from '../support/examine.ts';
import { ORGANISATION, PASSWORD, SENDER, type Service, expect, test } from '../support/fixtures.ts';
import { examineInEveryLanguage } from '../support/languages.ts';
import { claim, letterText, sentId, signIn, write } from '../support/people.ts';

const WHY = 'Patient in the emergency room, sender on leave';

/** Runs `narwhal` in a folder, with an instance's settings; what it prints. */
async function narwhal(folder: string, words: string[], service?: Service): Promise<string> {
  const program = join(import.meta.dirname, '../../target/release/narwhal');
  const own = Object.entries(process.env).filter(([name]) => !name.startsWith('NARWHAL_'));
  const settings = service ? { NARWHAL_DATA_DIR: service.dataDir, ...service.settings } : {};
  const { stdout } = await promisify(execFile)(program, words, { cwd: folder, env: { ...Object.fromEntries(own), ...settings } });
  return stdout;
}

test('an organisation with an archive key says so, opens a message with both halves, and tells it', async ({
  startService,
  open,
  openPhone,
  needle,
}) => {
  const folder = await mkdtemp(join(tmpdir(), 'narwhal-archive-'));
  const halves = ['--half-a', join(folder, 'a.txt'), '--half-b', join(folder, 'b.txt')];
  const printed = await narwhal(folder, ['archive', 'new', '--out-a', 'a.txt', '--out-b', 'b.txt']);
  const key = /archive_key = "([^"]+)"/.exec(printed)?.[1] ?? '';
  const service = await startService({ NARWHAL_ARCHIVE_KEY: key });
  await service.addUser(SENDER);
  const { page: desk } = await open();
  await signIn(desk, service, SENDER);
  const number = service.nextNumber();
  await write(desk, service, { to: [number], subject: 'Results', body: needle });
  await expect(desk.getByText('Your organisation keeps an archive key (emergency access).')).toBeVisible();
  await examine(desk, 'a compose page where there is an archive key');
  await desk.getByRole('button', { name: 'Send message' }).click();
  const id = await sentId(desk);
  await desk.goto(`${service.url}/sent/${id}`);
  await expect(desk.getByText('with which it can open this message. It has not.')).toBeVisible();

  const { page: phone } = await openPhone();
  await claim(phone, (await service.link(number)).url, PASSWORD);
  await expect(letterText(phone)).toHaveText(needle);
  await expect(phone.getByText(`${ORGANISATION} keeps an archive key (emergency access)`)).toBeVisible();
  await examineInEveryLanguage(phone, 'a message of an organisation with an archive key');

  const out = join(folder, 'opened');
  const why = ['--reason', WHY, '--message', id, '--out', out];
  await narwhal(folder, ['archive', 'open', ...halves, ...why], service);
  expect(await readFile(join(out, 'message.txt'), 'utf8')).toContain(needle);
  await rm(folder, { recursive: true });

  await phone.reload();
  await expect(phone.getByText(`Opened by ${ORGANISATION} under emergency access on`)).toBeVisible();
  await expect(phone.getByText(WHY)).toHaveCount(0);
  await examineInEveryLanguage(phone, 'a message that was opened under emergency access');
  await desk.reload();
  await expect(desk.getByText('Opened by your organisation under emergency access on')).toBeVisible();
  await expect(desk.getByText(WHY)).toBeVisible();
  await expect(desk.locator('.timeline')).toContainText('Opened by your organisation');
  await examine(desk, 'a sent message that was opened under emergency access');
});

test('without an archive key nobody is told of one', async ({ service, desk, openPhone, needle }) => {
  const number = service.nextNumber();
  await write(desk.page, service, { to: [number], subject: 'Results', body: needle });
  await expect(desk.page.getByText('Sealed in your browser before it leaves.')).toBeVisible();
  await expect(desk.page.getByText('archive key')).toHaveCount(0);
  await desk.page.getByRole('button', { name: 'Send message' }).click();
  await sentId(desk.page);
  const { page } = await openPhone();
  await claim(page, (await service.link(number)).url, PASSWORD);
  await expect(letterText(page)).toHaveText(needle);
  await expect(page.getByText('emergency access')).toHaveCount(0);
});
