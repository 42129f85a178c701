// Prints how a Playwright run came out, from its JSON report: FILE [NAME]. What failed comes first, each with the beginning of
// its error; the counts are the last line, in a fixed form.
import { readFileSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';

const [file, name = 'end2end'] = process.argv.slice(2);
const { stats, suites } = JSON.parse(readFileSync(file, 'utf8'));
const LINES = 16;
const WIDTH = 200;

/** Every test of a suite and of those in it. */
function testsOf({ specs = [], suites = [] }) {
  const own = specs.flatMap((spec) => spec.tests.map((test) => ({ ...test, title: `${spec.file}:${spec.line} ${spec.title}` })));
  return [...own, ...suites.flatMap(testsOf)];
}

/** The beginning of an error: where it says what was found, not where the browser's own log starts. */
function beginning(message) {
  const lines = stripVTControlCharacters(message).split('\n');
  const log = lines.findIndex((line) => line.startsWith('Browser logs:'));
  const kept = (log < 0 ? lines : lines.slice(0, log)).filter((line) => line.trim());
  return kept.slice(0, LINES).map((line) => `    ${line.slice(0, WIDTH)}`);
}

for (const { title, results } of suites.flatMap(testsOf).filter(({ status }) => status === 'unexpected')) {
  console.log(`failed: ${title}`);
  const errors = results.at(-1)?.errors ?? [];
  // The first may only say that the time was over; where it went stands in the next.
  for (const { message = '' } of errors.slice(0, 2)) for (const line of beginning(message)) console.log(line);
  if (errors.length === 0) console.log('    it did not run');
}
const { expected, unexpected, flaky, skipped } = stats;
console.log(`${name}: ${expected + flaky} passed, ${unexpected} failed${skipped ? `, ${skipped} skipped` : ''}`);
if (expected + flaky + unexpected === 0) {
  console.error('no browser test was run');
  process.exit(1);
}
