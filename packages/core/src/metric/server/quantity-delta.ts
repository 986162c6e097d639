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

/** Maximum rounding error of the increase of a counter, as a share. */
const MAX_QUANTUM_SHARE = 0.01;

/** Selects the spans of an endpoint. */
export type SpansOf = (phase: PhaseStreams, endpoint: number) => ReturnType<typeof stageSpans>;

/**
 * The increase of a counter quantity over the stages of a phase, over all of its series.
 * @param holds selects series; all when absent
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

/** The increase of one series over one span. */
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
  // Without a value up to the end of the span, nothing was counted.
  if (first === undefined) return { kind: 'found', value: { value: 0, isReset: false } };
  const quantum = readingsOf(phase, series, '.quantum', span).at(-1)?.value ?? 0;
  const { value, isReset } = delta.value;
  if (first.atNs > span.fromNs) {
    // A series that appears with its first event started at 0 if the process was already running.
    const [start] = starts;
    const last = starts.at(-1);
    const wasThere =
      start !== undefined && start.atNs <= span.fromNs && last?.value === start.value;
    if (!wasThere) {
      return {
        kind: 'absent',
        reason: 'the counter appeared during the window with an unknown start value',
      };
    }
    return { kind: 'found', value: { value: value + first.value, isReset } };
  }
  if (quantum > MAX_QUANTUM_SHARE * value && value > 0) {
    return { kind: 'absent', reason: 'the server prints too few digits for this small difference' };
  }
  return { kind: 'found', value: { value, isReset } };
}
