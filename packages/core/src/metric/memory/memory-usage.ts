import { largestOf } from '../../stats/largest.ts';
import { HeldNs } from '../../stats/time-weighted.ts';
import type { MetricDefinition } from '../metric.ts';
import { noteOf, unmeasured } from '../measure/reading.ts';
import { residentSeries } from './resident-memory.ts';
import { sharedMemoryNote } from './shared-memory-note.ts';
import { samplerPeak } from './sampler-peak.ts';

/** Resident memory of what is under test. */
export const memoryUsage: MetricDefinition = {
  name: 'memoryUsage',
  aliases: [],
  of: 'both',
  unit: 'bytes',
  better: 'lower',
  defaultAggregate: 'max',
  description: "Resident memory of the target's process tree, huge pages included.",
  formula:
    'rss of every sample, plus huge pages as last read, held until the next; max: the exact peak of the sampler',
  read: (phase) => {
    const { timeNs, bytes } = residentSeries(phase);
    const peak = samplerPeak(phase);
    if (bytes.length === 0 && peak === undefined) {
      return unmeasured('no memory sample was taken in this phase');
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
