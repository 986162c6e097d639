import { formatRatio } from '../format/format-value.ts';
import type { MetricDefinition, MetricReading } from '../metric.ts';
import { noteOf, readingOf, readingOfOne, unmeasured } from '../measure/reading.ts';
import type { PhaseStreams } from '../../stream/phase-streams.ts';
import { gaugeLevels } from './gauge-levels.ts';
import { histogramDelta } from './histogram-delta.ts';
import { quantityDelta } from './quantity-delta.ts';

/** A report has no row for a server metric without a value. */
export const isShownWhen: NonNullable<MetricDefinition['isShownWhen']> = ({ avg }) =>
  !Number.isNaN(avg);

/** A remark on the increase of a counter that began anew. */
export const RESTARTED = 'the server restarted during the window, so this is a lower bound';

/** A latency of which the server keeps a histogram. */
export function serverTime(
  name: string,
  label: string,
  quantity: string,
  description: string,
): MetricDefinition {
  return {
    name,
    label,
    aliases: [],
    of: 'stage',
    unit: 'ms',
    better: 'lower',
    defaultAggregate: 'avg',
    isShownWhen,
    description,
    formula: `increase of the sum / increase of the count of the server's histogram ${quantity}, from before the first request to after the last response of the stage; percentiles are bounded by its buckets`,
    read: (phase) => readTime(phase, quantity),
  };
}

function readTime(phase: PhaseStreams, quantity: string): MetricReading {
  const delta = histogramDelta(phase, quantity);
  if (delta.kind === 'absent') return unmeasured(delta.reason);
  const { count, sum, isReset, intervalOf } = delta.value;
  if (count === 0) return unmeasured('the server counted no requests');
  const p50 = intervalOf(0.5);
  const p90 = intervalOf(0.9);
  const p95 = intervalOf(0.95);
  const p99 = intervalOf(0.99);
  const max = intervalOf(1);
  return {
    kind: 'summary',
    count,
    total: sum,
    bounds: {
      ...(p50 === undefined ? {} : { p50 }),
      ...(p90 === undefined ? {} : { p90 }),
      ...(p95 === undefined ? {} : { p95 }),
      ...(p99 === undefined ? {} : { p99 }),
      ...(max === undefined ? {} : { max }),
    },
    ...noteOf(isReset ? RESTARTED : undefined),
  };
}

/** A gauge of the server. */
export function serverLevel(
  definition: Pick<MetricDefinition, 'name' | 'label' | 'unit' | 'description'> & {
    readonly isShare?: true;
  },
  quantity: string,
  combine: 'sum' | 'each',
): MetricDefinition {
  const over = combine === 'sum' ? 'summed over engines' : 'of each engine';
  return {
    ...definition,
    aliases: [],
    of: 'stage',
    better: 'neither',
    defaultAggregate: 'avg',
    isShownWhen,
    formula: `${quantity} of the server, ${over}, scraped once per second within the stages and weighted by time; max: the largest value scraped`,
    read: (phase) => {
      const levels = gaugeLevels(phase, quantity, combine);
      if (levels.kind === 'absent') return unmeasured(levels.reason);
      const { values, weightsNs: weights, samples, coverage } = levels.value;
      const covered = `${samples} scrapes cover ${formatRatio(coverage)}`;
      const note = `${covered}; the maximum is a lower bound`;
      return readingOf(values, '', { weights, note });
    },
  };
}

/** A counter of events or tokens of the server. */
export function serverCount(
  name: string,
  label: string,
  quantity: string,
  better: MetricDefinition['better'],
  description: string,
): MetricDefinition {
  return {
    name,
    label,
    aliases: [],
    of: 'stage',
    unit: 'count',
    better,
    defaultAggregate: 'avg',
    isShownWhen,
    description,
    formula: `increase of the server's counter ${quantity}, from before the first request to after the last response of the stage`,
    read: (phase) => {
      const delta = quantityDelta(phase, quantity);
      if (delta.kind === 'absent') return unmeasured(delta.reason);
      const { value, isReset } = delta.value;
      return readingOfOne(value, '', noteOf(isReset ? RESTARTED : undefined));
    },
  };
}

/** A ratio of two counters of the server. */
export function serverRatio(
  definition: Pick<MetricDefinition, 'name' | 'label' | 'description' | 'better'>,
  pairs: readonly { readonly part: string; readonly whole: string; readonly note?: string }[],
): MetricDefinition {
  return {
    ...definition,
    aliases: [],
    of: 'stage',
    unit: 'ratio',
    isShare: true,
    defaultAggregate: 'avg',
    isShownWhen,
    formula: `increase of ${pairs.map(({ part, whole }) => `${part} / ${whole}`).join(', or ')}, from before the first request to after the last response of the stage`,
    read: (phase) => {
      let reason = '';
      for (const pair of pairs) {
        const part = quantityDelta(phase, pair.part);
        const whole = quantityDelta(phase, pair.whole);
        if (part.kind === 'absent' || whole.kind === 'absent') {
          if (reason === '' && part.kind === 'absent') reason = part.reason;
          if (reason === '' && whole.kind === 'absent') reason = whole.reason;
          continue;
        }
        const isReset = part.value.isReset || whole.value.isReset;
        return readingOfOne(
          whole.value.value === 0 ? Number.NaN : part.value.value / whole.value.value,
          'the server counted nothing for the denominator',
          noteOf(pair.note, isReset ? RESTARTED : undefined),
        );
      }
      return unmeasured(reason);
    },
  };
}
