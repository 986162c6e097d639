import { HeldNs } from '../stats/time-weighted.ts';
import type { MetricDefinition } from './metric.ts';
import { unmeasured } from './reading.ts';
import { totalOverProcesses } from './resident-memory.ts';

/** Where an engine host tells of its own heap. */
const TOLD_COLUMN = 'v8.heapUsedBytes';

/** JavaScript heap of a target that runs in Node. */
export const heapUsed: MetricDefinition = {
  name: 'heapUsed',
  aliases: [],
  unit: 'bytes',
  better: 'lower',
  defaultAggregate: 'max',
  description: 'V8 heap in use, of a target that runs in Node.',
  formula: 'used heap as sampled, or as the engine host last told, held until the next value',
  read: ({ samples, survey, endedNs }) => {
    const told = survey.get(TOLD_COLUMN);
    const { timeNs, bytes } =
      told === undefined
        ? totalOverProcesses(samples, samples.heapUsedBytes)
        : totalOverProcesses(told, told.value);
    if (bytes.length === 0) return unmeasured('the target does not tell of a V8 heap');
    return { kind: 'values', values: bytes, weights: new HeldNs(timeNs, endedNs) };
  },
};
