import { HeldNs } from '../../stats/time-weighted.ts';
import type { MetricDefinition } from '../metric.ts';
import { noteOf, unmeasured } from '../measure/reading.ts';
import { anonymousSeries, NO_SWAP_NOTE, readsSwap } from './resident-memory.ts';

/** Memory that belongs to the target alone, in memory and in swap. */
export const anonymousMemory: MetricDefinition = {
  name: 'anonymousMemory',
  aliases: [],
  of: 'both',
  unit: 'bytes',
  better: 'lower',
  defaultAggregate: 'max',
  description: 'Anonymous memory of the process tree, in swap too: the one that shows a leak.',
  formula: 'rss - shared of every sample + swap as last read, held until the next sample',
  read: (phase) => {
    const { timeNs, bytes } = anonymousSeries(phase);
    if (bytes.length === 0) {
      return unmeasured('no sample of this phase tells anonymous from shared memory');
    }
    return {
      kind: 'values',
      values: bytes,
      weights: new HeldNs(timeNs, phase.endedNs),
      ...noteOf(readsSwap(phase) ? undefined : NO_SWAP_NOTE),
    };
  },
};
