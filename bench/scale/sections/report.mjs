import { stat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { REPORT_FORMATS } from '../../../packages/core/dist/report/report-formats.js';
import { atMost, LOWER, measured } from '../../suite/report/figure.mjs';
import { LOADCELL } from '../../suite/run-loadcell.mjs';
import { watchProcess } from '../watch-process.mjs';

/** Limits on the report: half a minute and a gigabyte. */
const MAX_SECONDS = 30;
const MAX_BYTES = 1e9;

/** Exit codes of a report that was written: the run may have missed a criterion. */
const WRITTEN = [0, 1];

/** @type {import('../sections.mjs').Section['measure']} */
export async function measureReport({ whole, tenth }, runs) {
  const small = await reportOn(await runs.written(tenth));
  const large = await reportOn(await runs.written(whole));
  return [
    measured('samples', 'count', whole.samples),
    measured('requests', 'count', whole.requests),
    measured('files', 'count', large.files.length),
    measured('filesBytes', 'bytes', large.filesBytes, LOWER),
    measured('tenthDurationSeconds', 's', small.durationMs / 1000, LOWER),
    measured('durationSeconds', 's', large.durationMs / 1000, atMost(MAX_SECONDS)),
    measured('cpuSeconds', 's', large.cpuMs / 1000, LOWER),
    measured('cpuOverTenth', 'ratio', large.cpuMs / small.cpuMs, LOWER),
    measured('durationOverTenth', 'ratio', large.durationMs / small.durationMs, LOWER),
    measured('tenthPeakRssBytes', 'bytes', small.peakRssBytes, LOWER),
    measured('peakRssBytes', 'bytes', large.peakRssBytes, atMost(MAX_BYTES)),
    measured('peakOverTenth', 'ratio', large.peakRssBytes / small.peakRssBytes, LOWER),
  ];
}

/** @param {{ runDir: string }} run */
async function reportOn({ runDir }) {
  const folder = `${runDir}-report`;
  const formats = REPORT_FORMATS.filter(({ isKept }) => isKept).map(({ name }) => name);
  const { code, ...spent } = await watchProcess(LOADCELL, [
    'report',
    runDir,
    '--format',
    formats.join(','),
    '--output',
    `${folder}/`,
  ]);
  if (!WRITTEN.includes(code)) throw new Error(`loadcell report exited with ${code}`);
  const files = await readdir(folder);
  const sizes = await Promise.all(files.map((file) => stat(join(folder, file))));
  return { ...spent, files, filesBytes: sizes.reduce((sum, { size }) => sum + size, 0) };
}
