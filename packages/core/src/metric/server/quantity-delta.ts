import type { PhaseStreams } from '../../stream/phase-streams.ts';
import { counterDelta, type CounterDelta, type Found } from './counter-delta.ts';
import {
  readingsOf,
  seriesOf,
  startsOf,
  whyAbsent,
  type SeriesPart,
  type ServerSeries,
} from './server-series.ts';
import { stageSpans, type ServerSpan } from './server-span.ts';

/** The share of what a counter gained that its digits may leave open. */
const MAX_QUANTUM_SHARE = 0.01;

/** Which spans of an endpoint count. */
export type SpansOf = (phase: PhaseStreams, endpoint: number) => ReturnType<typeof stageSpans>;

/**
 * What a counter quantity gained over the stages of a phase, over all of its series.
 * @param holds which of its series count; all when absent
 */
export function quantityDelta(
  phase: PhaseStreams,
  quantity: string,
  {
    part = '',
    spansOf = stageSpans,
    holds = () => true,
  }: {
    readonly part?: SeriesPart;
    readonly spansOf?: SpansOf;
    readonly holds?: (series: ServerSeries) => boolean;
  } = {},
): Found<CounterDelta> {
  const all = seriesOf(phase, quantity).filter(holds);
  if (all.length === 0) return { kind: 'absent', reason: whyAbsent(phase) };
  let value = 0;
  let isReset = false;
  for (const series of all) {
    const spans = spansOf(phase, series.endpoint);
    if (spans.kind === 'open') return { kind: 'absent', reason: spans.reason };
    for (const span of spans.spans) {
      const delta = seriesDelta(phase, series, part, span);
      if (delta.kind === 'absent') return delta;
      value += delta.value.value;
      isReset ||= delta.value.isReset;
    }
  }
  return { kind: 'found', value: { value, isReset } };
}

/** What one series gained over one span. */
export function seriesDelta(
  phase: PhaseStreams,
  series: ServerSeries,
  part: SeriesPart,
  span: ServerSpan,
): Found<CounterDelta> {
  const readings = readingsOf(phase, series, part, span);
  const starts = startsOf(phase, series.endpoint, span);
  const created = readingsOf(phase, series, '.createdSeconds', span);
  const delta = counterDelta(readings, [starts, created]);
  if (delta.kind === 'absent') return delta;
  const [first] = readings;
  // It had no value at the end of the span, or before: nothing was counted in it.
  if (first === undefined) return { kind: 'found', value: { value: 0, isReset: false } };
  const quantum = readingsOf(phase, series, '.quantum', span).at(-1)?.value ?? 0;
  const { value, isReset } = delta.value;
  if (first.atNs > span.fromNs) {
    // A series that appears with its first event began at 0 where the process was there already.
    const [start] = starts;
    const last = starts.at(-1);
    const wasThere =
      start !== undefined && start.atNs <= span.fromNs && last?.value === start.value;
    if (!wasThere) {
      return {
        kind: 'absent',
        reason: 'the counter appeared during the window, from an unknown value',
      };
    }
    return { kind: 'found', value: { value: value + first.value, isReset } };
  }
  if (quantum > MAX_QUANTUM_SHARE * value && value > 0) {
    return { kind: 'absent', reason: 'the server prints too few digits for so small a difference' };
  }
  return { kind: 'found', value: { value, isReset } };
}
