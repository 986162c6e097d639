import { holdNs } from '../stats/time-weighted.ts';
import type { MetricDefinition } from './metric.ts';
import { unmeasured } from './reading.ts';
import { anonymousSeries } from './resident-memory.ts';

/**
 * Memory that belongs to the target alone. The samples do not carry swap yet, and the note says so: on a host that
 * swaps, the figure is too low.
 */
export const memoryAnonSwap: MetricDefinition = {
  name: 'memoryAnonSwap',
  aliases: [],
  unit: 'bytes',
  better: 'lower',
  defaultAggregate: 'max',
  description: 'Anonymous memory of the process tree: the one that shows a leak.',
  formula: 'rss - shared of every sample, held until the next; swap is not sampled yet',
  read: (phase) => {
    const { timeNs, bytes } = anonymousSeries(phase.samples);
    if (bytes.length === 0) {
      return unmeasured('no sample of this phase tells anonymous from shared memory');
    }
    return {
      kind: 'values',
      values: bytes,
      weights: holdNs(timeNs, phase.endedNs),
      note: 'without swap, which is not sampled',
    };
  },
};
