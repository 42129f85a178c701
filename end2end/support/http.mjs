// Requests exactly as written, which `fetch` does not allow: any header, any method, the body's bytes as they came.

import http from 'node:http';
import https from 'node:https';

/**
 * @typedef {{
 *   status: number,
 *   headers: import('node:http').IncomingHttpHeaders,
 *   body: Buffer,
 *   text: string,
 *   head: number,
 * }} Answer `head` is the size of the status line and the headers.
 */

/**
 * @param {string} url
 * @param {{ method?: string, headers?: Record<string, string>, body?: string }} [options]
 * @returns {Promise<Answer>}
 */
export function request(url, { method = 'GET', headers = {}, body } = {}) {
  return new Promise((resolve, reject) => {
    // A service with TLS has a certificate that it has made itself.
    const send = url.startsWith('https:') ? https.request : http.request;
    const outgoing = send(url, { method, headers, agent: false, rejectUnauthorized: false }, (incoming) => {
      /** @type {Buffer[]} */
      const chunks = [];
      incoming.on('data', (chunk) => chunks.push(chunk));
      incoming.once('error', reject);
      incoming.once('end', () => {
        const bytes = Buffer.concat(chunks);
        const lines = incoming.rawHeaders.reduce((sum, part) => sum + Buffer.byteLength(part) + 2, 0);
        resolve({
          status: incoming.statusCode ?? 0,
          headers: incoming.headers,
          body: bytes,
          text: bytes.toString('utf8'),
          head: lines + `HTTP/1.1 ${incoming.statusCode} ${incoming.statusMessage}\r\n\r\n`.length,
        });
      });
    });
    outgoing.once('error', reject);
    outgoing.end(body);
  });
}
