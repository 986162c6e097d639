import { average } from '../../stats/time-weighted.ts';
import type { PhaseStreams } from '../../stream/phase-streams.ts';
import { elapsedMs, isSuccessful } from '../measure/service-requests.ts';
import { histogramDelta } from './histogram-delta.ts';
import type { ServerSeries } from './server-series.ts';

/** Mean latencies of the same service requests, ms, measured by the client and by the server; `NaN` where unknown. */
export interface LatencyGaps {
  readonly clientFirstTokenMs: number;
  readonly serverFirstTokenMs: number;
  readonly clientEndMs: number;
  readonly serverEndMs: number;
  /** Time in the server's HTTP layer and in front of its engine, where the server measures it. */
  readonly httpMs: number;
}

/** Paths of handlers that generate text. */
const GENERATES = /\/(?:completions|messages|responses|generate)$/;

/** Undefined where the server does not measure the same requests. */
export function latencyGaps(phase: PhaseStreams): LatencyGaps | undefined {
  const rows = phase.requests.filter(isSuccessful);
  const timed = rows.filter(({ firstTokenNs }) => !Number.isNaN(firstTokenNs));
  const serverFirstTokenMs = meanOf(phase, 'timeToFirstToken', timed.length);
  const serverEndMs = meanOf(phase, 'endToEndLatency', rows.length);
  if (Number.isNaN(serverFirstTokenMs) || Number.isNaN(serverEndMs)) return undefined;
  const http = meanOf(phase, 'httpRequestDuration', rows.length, ({ labels }) =>
    GENERATES.test(labels['handler'] ?? ''),
  );
  return {
    clientFirstTokenMs: average(timed.map((row) => elapsedMs(row, 'sentNs', 'firstTokenNs'))),
    serverFirstTokenMs,
    clientEndMs: average(rows.map((row) => elapsedMs(row, 'sentNs', 'endNs'))),
    serverEndMs,
    httpMs: http - serverEndMs,
  };
}

/** Means over different requests cannot be compared: `NaN` unless the server counted the same number. */
function meanOf(
  phase: PhaseStreams,
  quantity: string,
  count: number,
  holds?: (series: ServerSeries) => boolean,
): number {
  const delta = histogramDelta(phase, quantity, holds === undefined ? {} : { holds });
  if (delta.kind === 'absent' || delta.value.isReset || delta.value.count !== count) {
    return Number.NaN;
  }
  return delta.value.sum / count;
}
