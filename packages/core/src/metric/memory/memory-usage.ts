import { largestOf } from '../../stats/largest.ts';
import { HeldNs } from '../../stats/time-weighted.ts';
import type { MetricDefinition } from '../metric.ts';
import { noteOf, unmeasured } from '../measure/reading.ts';
import { residentSeries } from './resident-memory.ts';
import { sharedMemoryNote } from './shared-memory-note.ts';
import { samplerPeak } from './sampler-peak.ts';

/** RSS of the target. */
export const memoryUsage: MetricDefinition = {
  name: 'memoryUsage',
  label: 'RSS',
  aliases: [],
  of: 'both',
  unit: 'bytes',
  better: 'lower',
  defaultAggregate: 'max',
  description: "Resident memory (RSS) of the target's process tree, huge pages included.",
  formula:
    'RSS of every sample + huge pages as last read, held until the next sample; max: exact peak of the sampler',
  read: (phase) => {
    const { timeNs, bytes } = residentSeries(phase);
    const peak = samplerPeak(phase);
    if (bytes.length === 0 && peak === undefined) {
      return unmeasured('no memory samples in this phase');
    }
    return {
      kind: 'values',
      values: bytes,
      weights: new HeldNs(timeNs, phase.endedNs),
      exactMax: Math.max(largestOf(bytes), peak?.bytes ?? Number.NEGATIVE_INFINITY),
      ...noteOf(sharedMemoryNote(phase, bytes.at(-1) ?? Number.NaN)),
    };
  },
};
