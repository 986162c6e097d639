import { atMost, LOWER, measured } from '../../suite/report/figure.mjs';

/**
 * Most that a run of ten times the rows may need, relative to the small one: a process of seconds has compiled and collected
 * less than one of minutes. Rows that stayed in memory would make it several times as much.
 */
const GROWTH = 1.5;

/** @type {import('../sections.mjs').Section['measure']} */
export async function measureWriting({ whole, tenth }, runs) {
  const small = await runs.written(tenth);
  const large = await runs.written(whole);
  return [
    measured('samples', 'count', whole.samples),
    measured('requests', 'count', whole.requests),
    measured('writtenBytes', 'bytes', large.writtenBytes, LOWER),
    measured('durationSeconds', 's', large.durationMs / 1000, LOWER),
    measured('tenthPeakRssBytes', 'bytes', small.peakRssBytes, LOWER),
    measured('peakRssBytes', 'bytes', large.peakRssBytes, LOWER),
    measured('peakOverTenth', 'ratio', large.peakRssBytes / small.peakRssBytes, atMost(GROWTH)),
  ];
}
