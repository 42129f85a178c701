// A Narwhal of one's own: the release build, with a data folder and a port that nobody else has.

import { spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { request } from './http.mjs';

const project = fileURLToPath(new URL('../../', import.meta.url));
const program = join(project, 'target/release/narwhal');

/** @typedef {{ to: string, body: string, at: number }} Text */

/** What a phone's text holds: `/m/` and 22 characters of base64url. */
const LINK = /https?:\/\/[^\s/]+\/m\/([\w-]{22})(?![\w-])/;

export class Service {
  /** @type {import('node:child_process').ChildProcess | undefined} */
  #process;
  #numbers = 1000;
  /** Everything the program has written so far. */
  stdout = '';
  stderr = '';

  /**
   * @param {string} dataDir
   * @param {number} port
   * @param {number} smtpPort where mail is taken, without TLS
   * @param {Record<string, string>} settings `PORT` in them stands for the port
   */
  constructor(dataDir, port, smtpPort, settings) {
    this.dataDir = dataDir;
    this.port = port;
    this.smtpPort = smtpPort;
    const fill = (/** @type {string} */ text) => text.replaceAll('PORT', String(port));
    this.settings = Object.fromEntries(Object.entries(settings).map(([name, text]) => [name, fill(text)]));
  }

  get url() {
    const scheme = this.settings.NARWHAL_TLS_SELF_SIGNED === 'true' ? 'https' : 'http';
    return this.settings.NARWHAL_PUBLIC_URL ?? `${scheme}://127.0.0.1:${this.port}`;
  }

  /**
   * Starts a new instance. Settings are environment variables, such as `NARWHAL_SESSION_IDLE`.
   * @param {Record<string, string>} [settings]
   */
  static async start(settings = {}) {
    for (let tries = 1; ; tries += 1) {
      const dataDir = await mkdtemp(join(tmpdir(), 'narwhal-e2e-'));
      const service = new Service(dataDir, await freePort(), await freePort(), settings);
      try {
        await service.start();
        return service;
      } catch (error) {
        await service.dispose();
        // Somebody else may have taken the port meanwhile.
        if (tries === 3 || !/address|in use/i.test(service.stderr)) throw error;
      }
    }
  }

  /** The program's own environment: nothing of Narwhal's from outside. */
  #environment() {
    const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('NARWHAL_'));
    return {
      ...Object.fromEntries(inherited),
      NARWHAL_DATA_DIR: this.dataDir,
      NARWHAL_HTTP_ADDR: `127.0.0.1:${this.port}`,
      NARWHAL_SMTP_ADDR: `127.0.0.1:${this.smtpPort}`,
      // The program keeps the real time, and the tests pass at night too.
      NARWHAL_QUIET_HOURS: 'off',
      ...this.settings,
    };
  }

  /** @param {string[]} words */
  #spawn(words) {
    return spawn(program, words, { cwd: this.dataDir, env: this.#environment(), stdio: 'pipe' });
  }

  /** Starts the program, and waits until it is ready. */
  async start() {
    const child = this.#spawn(['serve']);
    this.#process = child;
    child.stdin.end();
    child.stdout.setEncoding('utf8').on('data', (text) => (this.stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text) => (this.stderr += text));
    let ended = '';
    child.on('error', (error) => (ended = error.message));
    child.on('exit', (code, signal) => (ended = `it ended with ${code ?? signal}`));
    for (const end = Date.now() + 30_000; Date.now() < end; await sleep(50)) {
      if (ended) break;
      const answer = await request(`${this.url}/readyz`).catch(() => undefined);
      if (answer?.status === 200) return;
    }
    throw new Error(`narwhal serve is not ready: ${ended || 'no answer in 30 s'}\n${this.stderr}`);
  }

  /**
   * Ends the program and waits until it is gone.
   * @param {NodeJS.Signals} [signal]
   */
  async stop(signal = 'SIGTERM') {
    const child = this.#process;
    this.#process = undefined;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill(signal);
    const timer = setTimeout(() => child.kill('SIGKILL'), 15_000);
    await gone;
    clearTimeout(timer);
  }

  /** The program stops where it is: it takes connections, and answers nothing. */
  freeze() {
    this.#process?.kill('SIGSTOP');
  }

  thaw() {
    this.#process?.kill('SIGCONT');
  }

  /** Ends the program and removes what it has stored. */
  async dispose() {
    await this.stop();
    await rm(this.dataDir, { recursive: true, force: true });
  }

  /**
   * Makes an account on the command line.
   * @param {{ email: string, password: string, name?: string, role?: string }} account
   */
  async addUser({ email, password, name, role = 'sender' }) {
    const words = ['user', 'add', email, '--role', role, '--password-file', '-'];
    if (name) words.push('--name', name);
    await this.command(words, `${password}\n`);
  }

  /**
   * Runs a command of the service beside it, and answers what it printed.
   * @param {string[]} words
   * @param {string} input
   */
  async command(words, input = '') {
    const child = this.#spawn(words);
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text) => (output += text));
    child.stderr.setEncoding('utf8').on('data', (text) => (output += text));
    child.stdin.end(input);
    const code = await new Promise((resolve) => child.once('close', resolve));
    if (code !== 0) throw new Error(`narwhal ${words[0]} ${words[1]} ended with ${code}: ${output}`);
    return output;
  }

  /** A phone number that nobody has yet, in E.164 form. */
  nextNumber() {
    this.#numbers += 1;
    return `+1211436${this.#numbers}`;
  }

  /**
   * The texts that the simulated phone of a number has received, newest first.
   * @param {string} number
   * @returns {Promise<Text[]>}
   */
  async texts(number) {
    const answer = await request(`${this.url}/simulator/messages?to=${encodeURIComponent(number)}`);
    if (answer.status !== 200) throw new Error(`the simulator answers ${answer.status}`);
    return JSON.parse(answer.text);
  }

  /**
   * The link in the newest text to a number, once that many texts are there.
   * @param {string} number
   * @param {number} [count]
   */
  async link(number, count = 1) {
    for (const end = Date.now() + 20_000; Date.now() < end; await sleep(100)) {
      const texts = await this.texts(number);
      const found = texts.length >= count && LINK.exec(texts[0]?.body ?? '');
      if (found) return { url: found[0], locator: found[1] ?? '' };
    }
    throw new Error(`no ${count === 1 ? 'text' : `${count} texts`} with a link in 20 s`);
  }

  /**
   * Lets time pass: stops the program, moves every point in time that it has stored back, and starts it again. To the
   * program this is the same as a clock that has gone on, or back for a negative number.
   * @param {number} milliseconds
   */
  async pass(milliseconds) {
    await this.stop();
    await moveTimes(join(this.dataDir, 'narwhal.db'), milliseconds);
    await this.start();
  }

  /**
   * Takes a table away, as from a database that was damaged.
   * @param {string} table
   */
  async lose(table) {
    await this.stop();
    const file = join(this.dataDir, 'narwhal.db');
    const database = await open(file);
    database.run(`DROP TABLE ${table}`);
    await writeFile(file, database.export());
    database.close();
    await this.start();
  }

  /** Every row of every table, while the program does not run. */
  async rows() {
    const database = await open(join(this.dataDir, 'narwhal.db'));
    const rows = tables(database).map((table) => [table, JSON.stringify(database.exec(`SELECT * FROM ${table}`))]);
    database.close();
    return Object.fromEntries(rows);
  }

  /** Every file in the data folder. */
  async files() {
    const entries = await readdir(this.dataDir, { recursive: true, withFileTypes: true });
    return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  }
}

/** A port below those that the system gives to outgoing connections, so that it can be used again after a restart. */
export async function freePort() {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 12_000);
    const probe = createServer();
    const isFree = await new Promise((resolve) => {
      probe.once('error', () => resolve(false)).listen(port, '127.0.0.1', () => resolve(true));
    });
    await new Promise((resolve) => probe.close(resolve));
    if (isFree) return port;
  }
}

/** Columns that hold a point in time. */
const TIME = /(^at|_at|_until|not_before)$/;

/**
 * @param {string} file
 * @param {number} milliseconds
 */
async function moveTimes(file, milliseconds) {
  const database = await open(file);
  for (const table of tables(database)) {
    // Sealed together with their time.
    if (table === 'simulator_texts') continue;
    const columns = names(database, `SELECT name FROM pragma_table_info('${table}')`);
    const times = columns.filter((column) => TIME.test(column));
    const moves = times.map((column) => `${column} = ${column} - ${milliseconds}`);
    if (moves.length > 0) database.run(`UPDATE ${table} SET ${moves.join(', ')}`);
  }
  await writeFile(file, database.export());
  database.close();
}

/**
 * A database that nobody uses, in memory.
 * @param {string} file
 */
async function open(file) {
  const { default: load } = await import('sql.js');
  const SQL = await load();
  const bytes = await readFile(file);
  // "Write-ahead log" in the header becomes "rollback journal": in memory there is no log. Narwhal sets it again.
  bytes.writeUInt8(1, 18);
  bytes.writeUInt8(1, 19);
  return new SQL.Database(bytes);
}

/** @param {import('sql.js').Database} database */
function tables(database) {
  const all = names(database, "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name");
  return all.filter((table) => !/^_?sqlx?_/.test(table) && !table.startsWith('sqlite_'));
}

/**
 * @param {import('sql.js').Database} database
 * @param {string} query
 */
function names(database, query) {
  return (database.exec(query)[0]?.values ?? []).map(([name]) => String(name));
}
