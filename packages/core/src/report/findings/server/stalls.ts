import type { StageStreams } from '../../../metric/measure/stage-streams.ts';
import type { Span } from '../../../metric/measure/windows.ts';
import { countBelow } from '../../../stats/sorted-search.ts';
import type { PhaseStreams } from '../../../stream/phase-streams.ts';
import type { RequestRow } from '../../../stream/rows/request-row.ts';
import { figure, inEachLoad, type FindingDefinition, type StageFinding } from '../finding.ts';

/** Silence of this length on every connection is a stall, ns. */
const LEAST_NS = 2e9;

/** Responses that must be in progress: a single one may wait on its own. */
const LEAST_STREAMING = 2;

/** Without samples for more than this share of a stall, the machine paused, not the server. */
const UNSAMPLED = 0.5;

export const stalls: FindingDefinition = {
  name: 'stalls',
  meaning: 'All responses in progress stopped for seconds at the same time, warm-up included.',
  section: 'latency',
  look: inEachLoad(({ streams, phase: { streams: phase } }) => {
    const found = streams.stage.windows.flatMap((window) => stallsIn(streams, window));
    const ofMachine = found.filter(({ fromNs, toNs }) => wasUnsampled(streams, fromNs, toNs));
    const ofServer = found.filter((one) => !ofMachine.includes(one));
    return [
      ...describe(phase, ofServer, {
        finding: 'Responses stalled: no connection received anything',
        advice:
          'Check what the server did at that time: a long prefill that blocks decoding, a model load, or a garbage collection.',
      }),
      ...describe(phase, ofMachine, {
        finding: 'The machine paused: neither responses nor memory samples arrived',
        advice:
          'Latency includes this time, which the server did not cause. Stop other work and run again.',
      }),
    ];
  }),
};

interface Stall {
  readonly fromNs: number;
  readonly toNs: number;
  readonly streaming: number;
}

function describe(
  { beganNs }: PhaseStreams,
  found: readonly Stall[],
  { finding, advice }: { finding: string; advice: string },
): StageFinding[] {
  const longest = found.toSorted((a, b) => b.toNs - b.fromNs - (a.toNs - a.fromNs))[0];
  if (longest === undefined) return [];
  return [
    {
      severity: 'warning',
      finding,
      evidence: [
        figure('longest', 'ms', (longest.toNs - longest.fromNs) / 1e6),
        figure('at', 'ms', (longest.fromNs - beganNs) / 1e6),
        figure('responses in progress', 'count', longest.streaming),
        ...(found.length > 1 ? [figure('stalls', 'count', found.length)] : []),
      ],
      advice,
    },
  ];
}

/** Stretches without an arrival on any connection, with several responses between their first event and their last. */
function stallsIn({ requests: rows }: StageStreams, window: Span): Stall[] {
  const arrivals = arrivalsOf(rows, window);
  const found: Stall[] = [];
  for (const [index, toNs] of arrivals.entries()) {
    const fromNs = arrivals[index - 1] ?? toNs;
    if (toNs - fromNs < LEAST_NS) continue;
    const streaming = rows.filter((row) => isStreaming(row, fromNs, toNs)).length;
    if (streaming >= LEAST_STREAMING) found.push({ fromNs, toNs, streaming });
  }
  return found;
}

function isStreaming({ firstByteNs, endNs }: RequestRow, fromNs: number, toNs: number): boolean {
  return firstByteNs <= fromNs && (endNs >= toNs || Number.isNaN(endNs));
}

/** Timestamps of everything that arrived within a window, ascending. */
function arrivalsOf(rows: readonly RequestRow[], { beganNs, endedNs }: Span): Float64Array {
  let count = 0;
  for (const { chunkNs } of rows) count += chunkNs.length + 2;
  const timestamps = new Float64Array(count);
  let next = 0;
  const add = (atNs: number): void => {
    if (!(atNs >= beganNs && atNs <= endedNs)) return;
    timestamps[next] = atNs;
    next += 1;
  };
  for (const { chunkNs, firstByteNs, endNs } of rows) {
    add(firstByteNs);
    add(endNs);
    for (const atNs of chunkNs) add(atNs);
  }
  return timestamps.subarray(0, next).toSorted();
}

/** Whether the sampler, which runs on the client's machine, took no sample for most of a stretch; false where nothing is sampled. */
function wasUnsampled({ samples }: PhaseStreams, fromNs: number, toNs: number): boolean {
  const first = countBelow(samples.timeNs, fromNs);
  const end = countBelow(samples.timeNs, toNs);
  if (first === 0 || first >= samples.count) return false;
  let reachedNs = fromNs;
  let longestNs = 0;
  for (let row = first; row < end; row += 1) {
    const atNs = samples.timeNs[row] ?? reachedNs;
    longestNs = Math.max(longestNs, atNs - reachedNs);
    reachedNs = atNs;
  }
  return Math.max(longestNs, toNs - reachedNs) > UNSAMPLED * (toNs - fromNs);
}
