import { atMost, LOWER, measured } from '../../suite/report/figure.mjs';

/**
 * What a run of ten times the rows may need more: a process of seconds has not yet been compiled nor collected as one of
 * minutes has. Rows that stayed in memory would make it many times as much.
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
