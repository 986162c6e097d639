import { surveyOf } from '../stream/survey-stream.ts';
import { devicesOf, NO_GPU } from './device-reading.ts';
import type { MetricDefinition } from './metric.ts';
import { readingOfOne, unmeasured } from './reading.ts';
import { isAnswered } from './service-requests.ts';
import { isWithin, SERVICE_WINDOWS, windowsOf } from './windows.ts';

/** Energy that GPUs spend on a token, from their energy counters and never from averaged power. */
export const energyPerToken: MetricDefinition = {
  name: 'energyPerToken',
  aliases: [],
  unit: 'joules',
  better: 'lower',
  defaultAggregate: 'avg',
  description: 'Energy that the GPUs spend on each output token.',
  formula: 'energy counters gained within the service windows / output tokens answered within them',
  read: (phase) => {
    const counter = phase.survey.get('gpuClocks.energyJoules');
    if (counter === undefined) return unmeasured(NO_GPU);
    const windows = windowsOf(phase, SERVICE_WINDOWS);
    let joules = 0;
    let tokens = 0;
    for (const window of windows) {
      for (const source of devicesOf(counter)) {
        const { timeNs, value } = surveyOf(counter, { source });
        const inside = value.filter((_, index) => isWithin(window, timeNs[index] ?? Number.NaN));
        joules += (inside.at(-1) ?? Number.NaN) - (inside[0] ?? Number.NaN);
      }
      for (const row of phase.requests) {
        if (isAnswered(row) && isWithin(window, row.endNs)) tokens += row.outputTokens;
      }
    }
    return readingOfOne(
      tokens > 0 ? joules / tokens : Number.NaN,
      'no service window holds both output tokens and two readings of the energy counter',
    );
  },
};
