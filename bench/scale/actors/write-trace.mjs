/** Writes a trace as Azure publishes them: `node write-trace.mjs FILE ROWS`. Every 500th row stands 50 rows too late. */
import { closeSync, openSync, writeSync } from 'node:fs';
import { createRandom } from '../../../packages/core/dist/workload/random.js';

const BEGAN_MS = Date.UTC(2024, 4, 10);
const ROWS_PER_WRITE = 10_000;
/** Mean gap of the trace of 2024, whose 27 million rows are of one week. */
const MEAN_GAP_US = 22_000;
const LATE_EVERY = 500;
const LATE_BY_US = 50 * MEAN_GAP_US;

const [file, rows] = process.argv.slice(2);
const random = createRandom(1, 'trace');
const fd = openSync(file, 'w');
writeSync(fd, 'TIMESTAMP,ContextTokens,GeneratedTokens\n');
let lines = [];
let atUs = 2 * LATE_BY_US;
for (let row = 1; row <= Number(rows); row += 1) {
  atUs += Math.round(-Math.log(1 - random.fraction()) * MEAN_GAP_US);
  const us = row % LATE_EVERY === 0 ? atUs - LATE_BY_US : atUs;
  const second = new Date(BEGAN_MS + Math.floor(us / 1000)).toISOString();
  const fraction = String(us % 1_000_000).padStart(6, '0');
  const output = 1 + random.index(500);
  lines.push(
    `${second.slice(0, 10)} ${second.slice(11, 19)}.${fraction}+00:00,${1 + random.index(8000)},${output}\n`,
  );
  if (lines.length === ROWS_PER_WRITE || row === Number(rows)) {
    writeSync(fd, lines.join(''));
    lines = [];
  }
}
closeSync(fd);
