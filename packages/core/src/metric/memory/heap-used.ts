import { HeldNs } from '../../stats/time-weighted.ts';
import type { MetricDefinition } from '../metric.ts';
import { unmeasured } from '../measure/reading.ts';
import { heapSeries } from './resident-memory.ts';

/** JavaScript heap of a target that runs in Node. */
export const heapUsed: MetricDefinition = {
  name: 'heapUsed',
  label: 'V8 heap',
  aliases: [],
  of: 'both',
  unit: 'bytes',
  better: 'lower',
  defaultAggregate: 'max',
  description: 'V8 heap in use of a target that runs in Node.',
  formula:
    'used heap as sampled, or as last reported by the engine process, held until the next value',
  read: (phase) => {
    const { timeNs, bytes } = heapSeries(phase);
    if (bytes.length === 0) return unmeasured('the target reports no V8 heap');
    return { kind: 'values', values: bytes, weights: new HeldNs(timeNs, phase.endedNs) };
  },
};
