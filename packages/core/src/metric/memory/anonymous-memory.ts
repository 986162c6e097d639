import { HeldNs } from '../../stats/time-weighted.ts';
import type { MetricDefinition } from '../metric.ts';
import { noteOf, unmeasured } from '../measure/reading.ts';
import { anonymousSeries, NO_SWAP_NOTE, readsSwap } from './resident-memory.ts';
import { NO_ANONYMOUS_MEMORY } from '../measure/reasons.ts';

/** Memory that belongs to the target alone, in RAM and in swap. */
export const anonymousMemory: MetricDefinition = {
  name: 'anonymousMemory',
  label: 'anonymous RSS + swap',
  aliases: [],
  of: 'both',
  unit: 'bytes',
  better: 'lower',
  defaultAggregate: 'max',
  description: 'Anonymous memory of the process tree, resident and in swap; a leak shows here.',
  formula: 'RSS - shared of every sample + swap as last read, held until the next sample',
  read: (phase) => {
    const { timeNs, bytes } = anonymousSeries(phase);
    if (bytes.length === 0) {
      return unmeasured(NO_ANONYMOUS_MEMORY);
    }
    return {
      kind: 'values',
      values: bytes,
      weights: new HeldNs(timeNs, phase.endedNs),
      ...noteOf(readsSwap(phase) ? undefined : NO_SWAP_NOTE),
    };
  },
};
