import type { PhaseStreams } from '../stream/phase-streams.ts';
import { joinSeries, surveyOf, type SurveySeries } from '../stream/survey-stream.ts';
import { devicesOf, NO_GPU } from './device-reading.ts';
import type { MetricDefinition, MetricReading } from './metric.ts';
import { noteOf, unmeasured } from './reading.ts';
import { totalOverProcesses } from './resident-memory.ts';
import { HeldNs } from '../stats/time-weighted.ts';

/** What the driver tells of the target's own processes; undefined where it tells of none of them. */
function ownRows({ survey, samples }: PhaseStreams): SurveySeries | undefined {
  const rows = survey.get('gpuProcess.usedBytes');
  const sampled = new Set(samples.pid);
  const own = rows === undefined ? [] : [...sampled].map((pid) => surveyOf(rows, { pid }));
  const told = own.filter(({ value }) => value.length > 0);
  return told.length === 0 ? undefined : joinSeries(told);
}

/** The sum over processes and devices as it was last told, over time. */
function totalOf(
  phase: PhaseStreams,
  rows: SurveySeries,
): Extract<MetricReading, { kind: 'values' }> {
  const { timeNs, bytes } = totalOverProcesses(rows, rows.value);
  return { kind: 'values', values: bytes, weights: new HeldNs(timeNs, phase.endedNs) };
}

/** Memory of GPUs that the target holds; of the whole device where the driver does not tell processes apart. */
export const gpuMemory: MetricDefinition = {
  name: 'gpuMemory',
  aliases: [],
  unit: 'bytes',
  better: 'lower',
  defaultAggregate: 'max',
  description: 'Memory of GPUs that the process tree holds.',
  formula: 'sum over processes and devices as the driver tells, held until the next value',
  read: (phase) => {
    const own = ownRows(phase);
    if (own === undefined) {
      const devices = phase.survey.get('gpu.usedBytes');
      if (devices === undefined) return unmeasured(NO_GPU);
      const count = devicesOf(devices).length;
      return {
        ...totalOf(phase, devices),
        ...noteOf(
          count > 1 ? `over ${count} devices` : undefined,
          'of the whole device: the driver does not tell processes apart',
        ),
      };
    }
    return totalOf(phase, own);
  },
};
