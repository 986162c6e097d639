import type { PhaseStreams } from '../../stream/phase-streams.ts';
import { formatRatio } from '../format/format-value.ts';
import type { Found } from './counter-delta.ts';
import { readingsOf, seriesOf, whyAbsent, type ServerReadingAt } from './server-series.ts';
import { stageSpans, type ServerSpan } from './server-span.ts';

/** The longest time between two scrapes that a level covers, ns: three intervals. */
const MAX_GAP_NS = 3e9;

/** Minimum number of scrapes, and minimum share of the time that they cover. */
const MIN_SAMPLES = 5;
const MIN_COVERAGE = 0.8;

/** Levels of a gauge with the time that each represents; their weighted average is that of linear interpolation. */
export interface GaugeLevels {
  /** When each level was read, CLOCK_MONOTONIC nanoseconds. */
  readonly atNs: Float64Array;
  readonly values: Float64Array;
  readonly weightsNs: Float64Array;
  /** Number of scrapes from before the load to after it, and the share of the time since its start that they cover. */
  readonly samples: number;
  readonly coverage: number;
}

/**
 * The levels of a gauge quantity over the stages of a phase: the sum over its series at each scrape, or the levels of
 * each series side by side. The time before the first request has no weight.
 */
export function gaugeLevels(
  phase: PhaseStreams,
  quantity: string,
  combine: 'sum' | 'each',
): Found<GaugeLevels> {
  const all = seriesOf(phase, quantity);
  const [one] = all;
  if (one === undefined) return { kind: 'absent', reason: whyAbsent(phase) };
  const stampsNs: number[] = [];
  const values: number[] = [];
  const weightsNs: number[] = [];
  let samples = 0;
  let coveredNs = 0;
  let spanNs = 0;
  const spans = stageSpans(phase, one.endpoint);
  if (spans.kind === 'open') return { kind: 'absent', reason: spans.reason };
  for (const span of spans.spans) {
    const lines = linesOf(phase, all, span, combine);
    samples += Math.min(...lines.map((line) => line.length));
    spanNs += span.toNs - span.loadFromNs;
    for (const line of lines) {
      const weights = weightsOf(line, span.loadFromNs);
      coveredNs += weights.reduce((sum, weight) => sum + weight, 0) / lines.length;
      stampsNs.push(...line.map(({ atNs }) => atNs));
      values.push(...line.map(({ value }) => value));
      weightsNs.push(...weights);
    }
  }
  const coverage = coveredNs / spanNs;
  if (samples < MIN_SAMPLES) {
    const found = `${samples} ${samples === 1 ? 'scrape' : 'scrapes'} with this gauge under load`;
    return {
      kind: 'absent',
      reason: `${found}; a level needs at least ${MIN_SAMPLES} (one scrape per second)`,
    };
  }
  if (!(coverage >= MIN_COVERAGE)) {
    const part = `scrapes of the server cover ${formatRatio(coverage)} of the time`;
    return { kind: 'absent', reason: `${part}; a level needs ${formatRatio(MIN_COVERAGE)}` };
  }
  return {
    kind: 'found',
    value: {
      atNs: Float64Array.from(stampsNs),
      values: Float64Array.from(values),
      weightsNs: Float64Array.from(weightsNs),
      samples,
      coverage,
    },
  };
}

type Line = readonly ServerReadingAt[];

/** The values of each series, or one line of their sums. */
function linesOf(
  phase: PhaseStreams,
  all: ReturnType<typeof seriesOf>,
  span: ServerSpan,
  combine: 'sum' | 'each',
): Line[] {
  const lines = all.map((series) => readingsOf(phase, series, '', span));
  return combine === 'each' || lines.length === 1 ? lines : [sumOf(lines)];
}

/** The sum of the latest values of several lines, at each timestamp from the first at which all have one. */
export function sumOf(lines: readonly Line[]): Line {
  const stamps = [...new Set(lines.flatMap((line) => line.map(({ atNs }) => atNs)))].toSorted(
    (one, other) => one - other,
  );
  return stamps.flatMap((atNs) => {
    let value = 0;
    for (const line of lines) {
      const latest = line.findLast((one) => one.atNs <= atNs);
      if (latest === undefined) return [];
      value += latest.value;
    }
    return [{ atNs, value }];
  });
}

/**
 * Half of the time to the neighbor on each side of a value; intervals that are too long do not count. Of an interval that holds
 * `fromNs`, the rest counts, more of it for the later value.
 */
function weightsOf(line: Line, fromNs: number): number[] {
  const weights = line.map(() => 0);
  for (const [index, { atNs }] of line.entries()) {
    const gapNs = (line[index + 1]?.atNs ?? Number.NaN) - atNs;
    if (!(gapNs > 0 && gapNs <= MAX_GAP_NS)) continue;
    const restNs = Math.min(gapNs, Math.max(0, atNs + gapNs - fromNs));
    const earlierNs = (restNs * restNs) / (2 * gapNs);
    weights[index] = (weights[index] ?? 0) + earlierNs;
    weights[index + 1] = (weights[index + 1] ?? 0) + restNs - earlierNs;
  }
  return weights;
}
