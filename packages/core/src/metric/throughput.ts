import type { PhaseStreams } from '../stream/phase-streams.ts';
import type { RequestRow } from '../stream/request-row.ts';
import type { MetricReading } from './metric.ts';
import { noteOf, readingOfOne, unmeasured } from './reading.ts';
import { isAnswered, isAttempted, noServiceReason } from './service-requests.ts';
import { SERVICE_WINDOWS, windowSeconds, windowsOf, type PhaseWindow } from './windows.ts';

/**
 * What answered requests gave within the service windows, per second of them. Whatever happened outside a window is not
 * counted, also when its request was sent within; the note tells the rate of each kind of window.
 * @param givenWithin how much a request gave within a window; `NaN` when not known
 * @param reasonWhenUnknown why the rate is unmeasured when what a request gave is not known
 */
export function readThroughput(
  phase: PhaseStreams,
  givenWithin: (row: RequestRow, window: PhaseWindow) => number,
  reasonWhenUnknown: string,
  remark?: string,
): MetricReading {
  const windows = windowsOf(phase, SERVICE_WINDOWS).filter(
    (window) => window.endedNs > window.beganNs,
  );
  if (windows.length === 0) return unmeasured('no service window was opened in this phase');
  // Where nothing was tried there is no throughput to tell; where all failed it is a measured zero.
  if (!phase.requests.some(isAttempted)) return unmeasured(noServiceReason(phase));
  const given = windows.map((window) =>
    phase.requests.reduce(
      (sum, row) => (isAnswered(row) ? sum + givenWithin(row, window) : sum),
      0,
    ),
  );
  const names = [...new Set(windows.map((window) => window.name))];
  const rates = names.map((name) => {
    const ofName = windows.filter((window) => window.name === name);
    const sum = windows.reduce(
      (total, window, index) => (window.name === name ? total + (given[index] ?? NaN) : total),
      0,
    );
    return `${name} ${Number((sum / windowSeconds(ofName)).toPrecision(3))}/s`;
  });
  return readingOfOne(
    given.reduce((sum, part) => sum + part, 0) / windowSeconds(windows),
    reasonWhenUnknown,
    noteOf(names.length > 1 ? rates.join(', ') : undefined, remark),
  );
}
