import { surveyOf, type SurveySeries } from '../../stream/rows/survey-stream.ts';
import { devicesOf, whyNoReading } from './device-reading.ts';
import type { MetricDefinition } from '../metric.ts';
import { readingOfOne, unmeasured } from '../measure/reading.ts';
import { givesTokens } from '../measure/service-requests.ts';
import { tokensWithin } from '../tokens/tokens-within.ts';
import { isWithin, stageWindows, type Span } from '../measure/windows.ts';

/** Energy that the GPUs spend per token, from their energy counters, never from averaged power. */
export const energyPerToken: MetricDefinition = {
  name: 'energyPerToken',
  label: 'energy per token',
  aliases: [],
  of: 'stage',
  unit: 'joules',
  better: 'lower',
  defaultAggregate: 'avg',
  description: 'Energy that the GPUs use per output token.',
  formula:
    'increase of the energy counters from the first to the last reading within the measurement window / output tokens that arrived between them',
  read: (phase) => {
    const counter = phase.survey.get('gpuClocks.energyJoules');
    if (counter === undefined) return unmeasured(whyNoReading(phase));
    const devices = devicesOf(counter).map((source) => surveyOf(counter, { source }));
    let joules = 0;
    let tokens = 0;
    for (const window of stageWindows(phase)) {
      const metered = meteredSpan(devices, window);
      if (metered === undefined) continue;
      for (const device of devices) {
        joules += counterAt(device, metered.endedNs) - counterAt(device, metered.beganNs);
      }
      for (const row of phase.requests) {
        if (givesTokens(row)) tokens += tokensWithin(row, metered);
      }
    }
    return readingOfOne(
      tokens > 0 ? joules / tokens : Number.NaN,
      'the measurement window has no two readings of each GPU energy counter with output tokens between them',
    );
  },
};

/** The part of a window in which every counter was read; undefined where it is empty. */
function meteredSpan(devices: readonly SurveySeries[], window: Span): Span | undefined {
  const read = devices.map(({ timeNs }) => timeNs.filter((atNs) => isWithin(window, atNs)));
  const beganNs = Math.max(...read.map((timesNs) => timesNs[0] ?? Number.NaN));
  const endedNs = Math.min(...read.map((timesNs) => timesNs.at(-1) ?? Number.NaN));
  return endedNs > beganNs ? { beganNs, endedNs } : undefined;
}

/** A counter interpolated between two readings: devices are not read at the same instant. */
function counterAt({ timeNs, value }: SurveySeries, atNs: number): number {
  const next = timeNs.findIndex((readNs) => readNs >= atNs);
  const nextNs = timeNs[next] ?? Number.NaN;
  const nextValue = value[next] ?? Number.NaN;
  if (nextNs === atNs) return nextValue;
  const lastNs = timeNs[next - 1] ?? Number.NaN;
  const lastValue = value[next - 1] ?? Number.NaN;
  return lastValue + ((atNs - lastNs) / (nextNs - lastNs)) * (nextValue - lastValue);
}
