import { HeldNs } from '../../stats/time-weighted.ts';
import type { PhaseStreams } from '../../stream/phase-streams.ts';
import { joinSeries, surveyOf, type SurveySeries } from '../../stream/rows/survey-stream.ts';
import { devicesOf, gpuInventory, whyNoReading } from './device-reading.ts';
import { formatBytes } from '../format/format-value.ts';
import type { MetricDefinition, MetricReading } from '../metric.ts';
import { noteOf, unmeasured } from '../measure/reading.ts';
import { totalOverProcesses, type MemorySeries } from '../memory/resident-memory.ts';

/** Rows of the processes of the tree; a recording without sums has those of other processes too. */
function ownRows({ survey, samples }: PhaseStreams): SurveySeries | undefined {
  const rows = survey.get('gpuProcess.usedBytes');
  if (rows === undefined) return undefined;
  const own = [...new Set(samples.pid)].map((pid) => surveyOf(rows, { pid }));
  const withValues = own.filter(({ value }) => value.length > 0);
  return withValues.length === 0 ? undefined : joinSeries(withValues);
}

/** GPU memory of the tree; undefined where no driver reports it. */
function treeRows(phase: PhaseStreams): SurveySeries | undefined {
  return phase.survey.get('gpuTree.usedBytes') ?? ownRows(phase);
}

/** The last readings of a column, summed over processes and devices, over time. */
function totalOf(rows: SurveySeries | undefined): MemorySeries | undefined {
  return rows === undefined ? undefined : totalOverProcesses(rows, rows.value);
}

/** GPU memory of the process tree over time; undefined where no driver reports it. */
export function gpuMemoryOfTree(phase: PhaseStreams): MemorySeries | undefined {
  return totalOf(treeRows(phase));
}

/** The value at a time; each holds until the next. */
function valueAt(series: MemorySeries | undefined, atNs: number): number {
  const index = series?.timeNs.findLastIndex((readNs) => readNs <= atNs) ?? -1;
  return series?.bytes[index] ?? Number.NaN;
}

/** When a series first reaches its maximum. */
function peakNsOf({ timeNs, bytes }: MemorySeries): number {
  let peak = 0;
  for (let index = 1; index < bytes.length; index += 1) {
    if ((bytes[index] ?? 0) > (bytes[peak] ?? 0)) peak = index;
  }
  return timeNs[peak] ?? Number.NaN;
}

/** The kinds of memory at the peak, where it is more than device memory. */
function kindsAtPeak({ survey }: PhaseStreams, total: MemorySeries): (string | undefined)[] {
  const atNs = peakNsOf(total);
  const onDevice = valueAt(totalOf(survey.get('gpuTree.deviceBytes')), atNs);
  const inSystem = valueAt(total, atNs) - onDevice;
  const shared = valueAt(totalOf(survey.get('gpuTree.sharedBytes')), atNs);
  return [
    inSystem > 0
      ? `at the peak ${formatBytes(onDevice)} on the device and ${formatBytes(inSystem)} in system memory`
      : undefined,
    shared > 0
      ? `includes ${formatBytes(shared)} shared between clients of the driver, counted in each`
      : undefined,
  ];
}

function overDevices(rows: SurveySeries): string | undefined {
  const { length } = devicesOf(rows);
  return length > 1 ? `over ${length} devices` : undefined;
}

/** Why the memory of the tree is unknown, on some devices or on all. */
function reasonsUnattributed(phase: PhaseStreams): string[] {
  const devices = gpuInventory(phase)?.devices ?? [];
  return [...new Set(devices.flatMap(({ unattributed }) => unattributed || []))];
}

function readTree(phase: PhaseStreams, rows: SurveySeries): MetricReading {
  const total = totalOverProcesses(rows, rows.value);
  const without = reasonsUnattributed(phase);
  return {
    kind: 'values',
    values: total.bytes,
    weights: new HeldNs(total.timeNs, phase.endedNs),
    ...noteOf(
      'of the process tree',
      overDevices(rows),
      ...kindsAtPeak(phase, total),
      without.length === 0
        ? undefined
        : `excludes devices that do not report it (${without.join('; ')})`,
    ),
  };
}

function readDevice(phase: PhaseStreams, devices: SurveySeries): MetricReading {
  const system = phase.survey.get('gpuSystem.usedBytes');
  const own = totalOverProcesses(devices, devices.value);
  const besides = totalOf(system);
  const values = Float64Array.from(own.bytes, (bytes, point) => {
    const beside = valueAt(besides, own.timeNs[point] ?? Number.NaN);
    return bytes + (Number.isNaN(beside) ? 0 : beside);
  });
  const [reason = 'the driver does not report the memory of processes'] = [
    reasonsUnattributed(phase).join('; ') || undefined,
  ];
  return {
    kind: 'values',
    values,
    weights: new HeldNs(own.timeNs, phase.endedNs),
    ...noteOf(
      overDevices(devices),
      `of the whole device: ${reason}`,
      system === undefined ? undefined : 'includes the system memory that it uses',
    ),
  };
}

/** GPU memory of the target; of the whole device where the driver does not distinguish processes. */
export const gpuMemory: MetricDefinition = {
  name: 'gpuMemory',
  label: 'GPU memory',
  aliases: [],
  of: 'both',
  unit: 'bytes',
  better: 'lower',
  defaultAggregate: 'max',
  description: 'GPU memory of the process tree.',
  formula:
    'sum over processes and devices, each client of the driver once, read once per second and held until the next reading',
  read: (phase) => {
    const tree = treeRows(phase);
    const devices = phase.survey.get('gpu.usedBytes');
    // No memory on one device does not show that there is none on another that does not report it.
    const isOfAnother =
      devices !== undefined &&
      reasonsUnattributed(phase).length > 0 &&
      tree?.value.every((bytes) => bytes === 0) === true;
    if (tree !== undefined && !isOfAnother) return readTree(phase, tree);
    return devices === undefined ? unmeasured(whyNoReading(phase)) : readDevice(phase, devices);
  },
};
