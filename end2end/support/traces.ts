import { readFile, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Every way in which a browser or a database might have written a text down. */
export function encodings(text: string): Map<string, Buffer> {
  const utf8 = Buffer.from(text, 'utf8');
  const wide = Buffer.from(text, 'utf16le');
  const found = new Map<string, Buffer>([
    ['UTF-8', utf8],
    ['UTF-16LE', wide],
    ['UTF-16BE', Buffer.from(wide).swap16()],
    ['hexadecimal', Buffer.from(utf8.toString('hex'))],
    ['URL', Buffer.from(encodeURIComponent(text))],
  ]);
  for (const [name, bytes] of [
    ['UTF-8', utf8],
    ['UTF-16LE', wide],
  ] as const) {
    for (const [form, encoded] of alignments(bytes)) found.set(`${form} of ${name}`, encoded);
  }
  return found;
}

/** What base64 makes of bytes in the midst of others: it depends on how many come before, so there are three. */
function alignments(bytes: Uint8Array): [string, Buffer][] {
  return [0, 1, 2].flatMap((before) => {
    const padded = Buffer.concat([new Uint8Array(before), bytes]);
    // The characters at both ends hold bits of the neighbours.
    const start = Math.ceil((before * 8) / 6);
    const end = Math.floor((padded.length * 8) / 6);
    return (['base64', 'base64url'] as const).map((form): [string, Buffer] => {
      const encoded = padded.toString(form).slice(start, end);
      return [`${form} (after ${before})`, Buffer.from(encoded)];
    });
  });
}

/** Where in some bytes a text is, in any encoding. */
export function tracesIn(bytes: Buffer, text: string): string[] {
  return [...encodings(text)].filter(([, encoded]) => bytes.includes(encoded)).map(([name]) => name);
}

/** Files below a folder that hold a text, and in which encoding. */
export async function traces(folder: string, text: string): Promise<string[]> {
  const found = [];
  for (const entry of await readdir(folder, { recursive: true })) {
    const file = join(folder, entry);
    // Chromium's lock is a dangling link.
    const info = await stat(file).catch(() => undefined);
    if (!info?.isFile()) continue;
    found.push(...tracesIn(await readFile(file), text).map((encoding) => `${entry}: ${encoding}`));
  }
  return found;
}
