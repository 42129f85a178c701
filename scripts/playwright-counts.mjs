// Prints the counts of a Playwright run from its JSON report, in one line of a fixed form.
import { readFileSync } from 'node:fs';

const { expected, unexpected, flaky, skipped } = JSON.parse(readFileSync(process.argv[2], 'utf8')).stats;
console.log(`end2end: ${expected + flaky} passed, ${unexpected} failed${skipped ? `, ${skipped} skipped` : ''}`);
if (expected + flaky + unexpected === 0) {
  console.error('no browser test was run');
  process.exit(1);
}
