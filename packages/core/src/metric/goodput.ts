import { isGood } from '../stream/request-objectives.ts';
import type { MetricDefinition } from './metric.ts';
import { NO_OBJECTIVES, objectivesOf } from './objectives.ts';
import { unmeasured } from './reading.ts';
import { readThroughput } from './throughput.ts';
import { unfitForObjectives } from './unfit-times.ts';
import { isWithin } from './windows.ts';

/** Requests per second that were good enough. */
export const goodput: MetricDefinition = {
  name: 'goodput',
  aliases: [],
  unit: 'perSecond',
  better: 'higher',
  defaultAggregate: 'avg',
  description: 'Requests within the service windows that kept every objective, per second.',
  formula:
    'answered requests that kept every objective, with their end in a window / window time; of interTokenLatency the longest gap counts',
  read: (phase) => {
    const objectives = objectivesOf(phase);
    if (objectives === undefined) return unmeasured(NO_OBJECTIVES);
    const reading = readThroughput(
      phase,
      (row, window) => (isWithin(window, row.endNs) && isGood(row, objectives) ? 1 : 0),
      'the requests could not be counted',
    );
    return reading.kind === 'values'
      ? { ...reading, ...unfitForObjectives(phase, objectives) }
      : reading;
  },
};
