// A mail program's way to the service, in as few words as it takes.

import { createConnection } from 'node:net';

/**
 * Answers of one line each; a longer answer counts as its last line.
 * @param {import('node:net').Socket} socket
 */
async function* answers(socket) {
  let rest = '';
  for await (const chunk of socket.setEncoding('utf8')) {
    const lines = (rest + chunk).split('\r\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line[3] === ' ') yield line;
  }
}

/**
 * Hands in a mail, whose lines end with CRLF, and throws when it is not taken.
 * @param {number} port
 * @param {{ user: string, password: string, to: string, mail: string }} what
 */
export async function submit(port, { user, password, to, mail }) {
  const socket = createConnection({ host: '127.0.0.1', port });
  const heard = answers(socket);
  const expectGood = async () => {
    const { value = 'the connection was closed' } = await heard.next();
    if (!/^[23]/.test(value)) throw new Error(value);
  };
  try {
    await expectGood();
    const secret = Buffer.from(`\0${user}\0${password}`).toString('base64');
    const says = ['EHLO phone.test', `AUTH PLAIN ${secret}`, `MAIL FROM:<${user}>`, `RCPT TO:<${to}>`, 'DATA'];
    for (const line of [...says, `${mail.replace(/^\./gm, '..')}\r\n.`, 'QUIT']) {
      socket.write(`${line}\r\n`);
      await expectGood();
    }
  } finally {
    socket.destroy();
  }
}
