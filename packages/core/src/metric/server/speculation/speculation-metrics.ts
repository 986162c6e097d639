import type { PhaseStreams } from '../../../stream/phase-streams.ts';
import type { MetricDefinition, MetricReading } from '../../metric.ts';
import { noteOf, readingOfOne, unmeasured } from '../../measure/reading.ts';
import { isShownWhen, RESTARTED } from '../server-definitions.ts';
import { quantityDelta } from '../quantity-delta.ts';
import { seriesOf } from '../server-series.ts';
import { acceptanceByPosition } from './acceptance-by-position.ts';

/** A server counts nothing while its speculative decoding is off, and some then have no counters. */
const OFF = 'speculative decoding is off, or the server does not report it';

const COMMON = {
  aliases: [],
  of: 'stage',
  better: 'higher',
  defaultAggregate: 'avg',
  isShownWhen,
} as const satisfies Partial<MetricDefinition>;

/** The increase of accepted tokens for each unit of another counter. */
function acceptedPer(
  phase: PhaseStreams,
  whole: string,
  valueOf: (share: number) => number,
  remark?: string,
): MetricReading {
  const accepted = quantityDelta(phase, 'specDecodeAcceptedTokens');
  const counted = quantityDelta(phase, whole);
  if (accepted.kind === 'absent' || counted.kind === 'absent') {
    const isReported = seriesOf(phase, whole).length > 0;
    const hasMetrics = phase.events.some(({ kind }) => kind === 'server-metrics-found');
    if (hasMetrics && !isReported) return unmeasured(OFF);
    const [absent] = [accepted, counted].filter((delta) => delta.kind === 'absent');
    return unmeasured(absent?.reason ?? OFF);
  }
  const isReset = accepted.value.isReset || counted.value.isReset;
  return readingOfOne(
    counted.value.value === 0 ? Number.NaN : valueOf(accepted.value.value / counted.value.value),
    'the server counted no drafts: speculative decoding is off, or found none',
    noteOf(remark, isReset ? RESTARTED : undefined),
  );
}

/** Metrics of speculative decoding from the counters of the server, in the order of reports. */
export const SPECULATION_METRICS: readonly MetricDefinition[] = [
  {
    ...COMMON,
    name: 'serverSpecDecodeAcceptanceLength',
    label: 'server mean acceptance length',
    unit: 'tokens',
    description:
      'Tokens per step of speculative decoding, from the counters of the server: accepted ones and the one that the model adds.',
    formula:
      '1 + increase of specDecodeAcceptedTokens / specDecodeDrafts, summed over engines, from before the first request to after the last response of the stage',
    read: (phase) => acceptedPer(phase, 'specDecodeDrafts', (perDraft) => 1 + perDraft),
  },
  {
    ...COMMON,
    name: 'serverSpecDecodeAcceptance',
    label: 'server draft acceptance',
    unit: 'ratio',
    isShare: true,
    description:
      'Share of speculative draft tokens that were accepted, from the counters of the server.',
    formula:
      'increase of specDecodeAcceptedTokens / specDecodeDraftTokens, summed over engines, from before the first request to after the last response of the stage',
    read: (phase) => {
      const positions = acceptanceByPosition(phase);
      return acceptedPer(phase, 'specDecodeDraftTokens', (share) => share, positions);
    },
  },
];
