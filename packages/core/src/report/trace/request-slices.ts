import type { PhaseStreams } from '../../stream/phase-streams.ts';
import type { RequestRow } from '../../stream/rows/request-row.ts';
import { assignLanes } from './assign-lanes.ts';
import type { TraceEvent } from './trace-event.ts';
import type { TraceIds } from './trace-ids.ts';

/** The part of a request that ends at each timestamp, in order. */
const PARTS = [
  { until: 'connectedNs', name: 'connecting' },
  { until: 'sentNs', name: 'waiting in client' },
  // A connection that opened after the send.
  { until: 'connectedNs', name: 'connecting' },
  { until: 'firstTokenNs', name: 'prefill' },
  { until: 'lastTokenNs', name: 'decode' },
] as const;

/**
 * The requests of a phase, on as many lanes as requests overlap. Each is a slice from its scheduled start to its end,
 * over slices for its parts: in the client, connecting, prefill, decode.
 */
export function* requestSlices(
  phase: PhaseStreams,
  pid: number,
  ids: TraceIds,
): Iterable<TraceEvent> {
  const stretches = phase.requests.map(({ scheduledNs, endNs }) => ({
    beganNs: scheduledNs,
    // A request that never ended extends to the end of its phase.
    endedNs: Math.max(scheduledNs, Number.isNaN(endNs) ? phase.endedNs : endNs),
  }));
  const lanes = assignLanes(stretches);
  const threads: number[] = [];
  for (const [index, row] of phase.requests.entries()) {
    const lane = lanes[index] ?? 0;
    const tid = (threads[lane] ??= ids.next());
    yield* slicesOf(row, { pid, tid }, stretches[index]?.endedNs ?? row.scheduledNs);
  }
  for (const [lane, tid] of threads.entries()) {
    const name = `requests, lane ${lane + 1}`;
    yield { kind: 'thread-name', pid, tid, name, order: 10 + lane };
  }
}

function* slicesOf(
  row: RequestRow,
  place: { readonly pid: number; readonly tid: number },
  endedNs: number,
): Iterable<TraceEvent> {
  const slice = (name: string, category: string, atNs: number, untilNs: number) =>
    ({ kind: 'slice', ...place, name, category, atNs, durationNs: untilNs - atNs }) as const;
  yield {
    ...slice(`${row.purpose} ${row.id}`, 'request', row.scheduledNs, endedNs),
    args: argsOf(row),
  };
  let atNs = row.scheduledNs;
  for (const { until, name } of PARTS) {
    const untilNs = Math.min(row[until], endedNs);
    // Also skips a part that the request never reached: its timestamp is NaN.
    if (!(untilNs > atNs)) continue;
    yield slice(name, 'part', atNs, untilNs);
    atNs = untilNs;
  }
  if (endedNs > atNs) {
    yield slice(row.outcome === 'ok' ? 'until the end' : row.outcome, 'part', atNs, endedNs);
  }
}

function argsOf(row: RequestRow): Readonly<Record<string, string | number>> {
  const { id, stage, model, context, outcome, errorKind, errorMessage } = row;
  const { inputTokens, outputTokens, cachedTokens } = row;
  return {
    id,
    ...(stage === '' ? {} : { stage }),
    model,
    ...(context === '' ? {} : { context }),
    outcome,
    inputTokens,
    cachedTokens,
    outputTokens,
    responseLatencyMs: (row.endNs - row.scheduledNs) / 1e6,
    timeToFirstTokenMs: (row.firstTokenNs - row.sentNs) / 1e6,
    ...(errorKind === '' ? {} : { errorKind, errorMessage }),
  };
}
