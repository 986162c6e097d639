import type { PhaseStreams } from '../stream/phase-streams.ts';
import type { RequestRow } from '../stream/request-row.ts';
import type { MetricReading } from './metric.ts';
import { noteOf, readingOfOne, unmeasured } from './reading.ts';
import { isAttempted, isServed, noServiceReason } from './service-requests.ts';
import { stageWindows, windowSeconds, type Span } from './windows.ts';

/**
 * What successful requests gave within the measurement window, per second of it: whatever happened in the window counts,
 * also of warm-up requests, and nothing that happened outside of it.
 * @param givenWithin how much a request gave within a window; `NaN` when not known
 * @param reasonWhenUnknown why the rate is unmeasured when what a request gave is not known
 */
export function readThroughput(
  phase: PhaseStreams,
  givenWithin: (row: RequestRow, window: Span) => number,
  reasonWhenUnknown: string,
  remark?: string,
): MetricReading {
  const windows = stageWindows(phase);
  // Where nothing was tried there is no throughput; where all failed it is a measured zero.
  if (!phase.requests.some(isAttempted)) return unmeasured(noServiceReason(phase));
  if (windows.length === 0) return unmeasured('the measurement window has no length');
  let given = 0;
  for (const window of windows) {
    for (const row of phase.requests) if (isServed(row)) given += givenWithin(row, window);
  }
  return readingOfOne(given / windowSeconds(windows), reasonWhenUnknown, noteOf(remark));
}
