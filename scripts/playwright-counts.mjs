// Prints the counts of a Playwright run from its JSON report, in one line of a fixed form: FILE [NAME].
import { readFileSync } from 'node:fs';

const [file, name = 'end2end'] = process.argv.slice(2);
const { expected, unexpected, flaky, skipped } = JSON.parse(readFileSync(file, 'utf8')).stats;
console.log(`${name}: ${expected + flaky} passed, ${unexpected} failed${skipped ? `, ${skipped} skipped` : ''}`);
if (expected + flaky + unexpected === 0) {
  console.error('no browser test was run');
  process.exit(1);
}
