import { rmSync } from 'node:fs';
import { mkdtemp, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { holding } from '../../suite/holding.mjs';
import { atMost, HIGHER, LOWER, measured } from '../../suite/report/figure.mjs';
import { watchProcess } from '../watch-process.mjs';

const WRITER = fileURLToPath(new URL('../actors/write-trace.mjs', import.meta.url));
const READER = fileURLToPath(new URL('../actors/read-trace.mjs', import.meta.url));

/** Limit on memory, whatever the size of the trace. */
const MAX_BYTES = 200e6;

/** @type {import('../sections.mjs').Section['measure']} */
export async function measureTrace({ traceRows }) {
  const folder = await mkdtemp(join(tmpdir(), 'loadcell-scale-trace-'));
  return await holding(
    () => rmSync(folder, { recursive: true, force: true }),
    async () => {
      const file = join(folder, 'trace.csv');
      await watched(WRITER, file, traceRows);
      const { size } = await stat(file);
      const { durationMs, cpuMs, peakRssBytes } = await watched(READER, file, traceRows);
      return [
        measured('rows', 'count', traceRows),
        measured('fileBytes', 'bytes', size),
        measured('durationSeconds', 's', durationMs / 1000, LOWER),
        measured('cpuSeconds', 's', cpuMs / 1000, LOWER),
        measured('rowsPerSecond', '1/s', (traceRows / durationMs) * 1000, HIGHER),
        measured('peakRssBytes', 'bytes', peakRssBytes, atMost(MAX_BYTES)),
      ];
    },
  );
}

/** @param {string} program @param {string} file @param {number} rows */
async function watched(program, file, rows) {
  const { code, ...spent } = await watchProcess(program, [file, String(rows)]);
  if (code !== 0) throw new Error(`${program} exited with ${code}`);
  return spent;
}
