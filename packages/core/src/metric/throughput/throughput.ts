import type { PhaseStreams } from '../../stream/phase-streams.ts';
import type { RequestRow } from '../../stream/rows/request-row.ts';
import type { MetricReading } from '../metric.ts';
import { noteOf, readingOfOne, unmeasured } from '../measure/reading.ts';
import { noServiceReason } from '../measure/reasons.ts';
import { isAttempted, isServed } from '../measure/service-requests.ts';
import { stageWindows, windowSeconds, type Span } from '../measure/windows.ts';

/**
 * Contributions of requests within the measurement window, per second. Everything within the window counts, warm-up
 * requests included, and nothing outside.
 * @param of `holds` selects requests, successful ones when absent; `givenWithin` is the contribution of a request within
 * a window, `NaN` when unknown; `reasonWhenUnknown` is the reason why the rate is unmeasured then
 */
export function readThroughput(
  phase: PhaseStreams,
  {
    holds = isServed,
    givenWithin,
    reasonWhenUnknown,
    remark,
  }: {
    readonly holds?: (row: RequestRow) => boolean;
    readonly givenWithin: (row: RequestRow, window: Span) => number;
    readonly reasonWhenUnknown: string;
    readonly remark?: string | undefined;
  },
): MetricReading {
  const windows = stageWindows(phase);
  // Without a request there is no throughput; when all failed it is a measured zero.
  if (!phase.requests.some((row) => isAttempted(row) || holds(row)))
    return unmeasured(noServiceReason(phase));
  if (windows.length === 0) return unmeasured('the measurement window is empty');
  let given = 0;
  for (const window of windows) {
    for (const row of phase.requests) if (holds(row)) given += givenWithin(row, window);
  }
  return readingOfOne(given / windowSeconds(windows), reasonWhenUnknown, noteOf(remark));
}
