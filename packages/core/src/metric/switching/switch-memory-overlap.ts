import { largestOf } from '../../stats/largest.ts';
import type { MetricDefinition } from '../metric.ts';
import { modelSwitches, type ModelSwitch } from './model-switches.ts';
import { noteOf, readingOf } from '../measure/reading.ts';
import {
  bytesBetween,
  medianBetween,
  residentSeries,
  type MemorySeries,
} from '../memory/resident-memory.ts';

/** Window of memory before and after a switch, unless another switch or the edge of the phase is nearer. */
const EDGE_WINDOW_NS = 250e6;

/** Where another switch leaves no sample in the window, the nearest sample up to this far from the switch counts. */
const NEAREST_NS = 50e6;

/**
 * Memory that a switch needs beyond the larger of both models, since both are loaded for a while.
 * Windows of a switch from A to B: A alone is the 250 ms before `switch-began`, cut at the end of the previous switch;
 * the switch is from the last sample at or before `switch-began` to the first at or after `switch-ended`, since a sample holds
 * until the next; B alone is the 250 ms after, cut at the next `switch-began`.
 * Where no sample lies between two close switches, A alone is the last sample before and B alone
 * the first one after, if within 50 ms.
 */
export const switchMemoryOverlap: MetricDefinition = {
  name: 'switchMemoryOverlap',
  label: 'switch memory overlap',
  aliases: [],
  of: 'phase',
  unit: 'bytes',
  better: 'lower',
  defaultAggregate: 'max',
  description: 'Memory that a model switch needs beyond the larger of both models.',
  formula: 'max RSS during a switch - max(median RSS 250 ms before it, median RSS 250 ms after it)',
  read: (phase) => {
    const switches = modelSwitches(phase);
    const series = residentSeries(phase);
    // Without a sample before, during or after, the difference is NaN and the switch is excluded.
    const values = switches
      .map((one, index) => {
        const freeFromNs = switches[index - 1]?.endedNs ?? phase.beganNs;
        const freeToNs = switches[index + 1]?.beganNs ?? phase.endedNs;
        const alone = Math.max(before(series, one, freeFromNs), after(series, one, freeToNs));
        return largestDuring(series, one) - alone;
      })
      .filter((bytes) => !Number.isNaN(bytes));
    const unseen = switches.length - values.length;
    return readingOf(
      values,
      switches.length === 0
        ? 'no model switch completed in this phase'
        : 'no switch has samples before, during and after it',
      noteOf(unseen === 0 ? undefined : `${unseen} of ${switches.length} switches lack samples`),
    );
  },
};

function largestDuring(series: MemorySeries, { beganNs, endedNs }: ModelSwitch): number {
  const during = bytesBetween(series, beganNs, endedNs);
  if (during.length === 0) return Number.NaN;
  const last = bytesBetween(series, beganNs - NEAREST_NS, beganNs).at(-1) ?? Number.NaN;
  const next = bytesBetween(series, endedNs, endedNs + NEAREST_NS).at(0) ?? Number.NaN;
  return Math.max(largestOf(during), last, next);
}

function before(series: MemorySeries, { beganNs }: ModelSwitch, freeFromNs: number): number {
  const windowMedian = medianBetween(
    series,
    Math.max(freeFromNs, beganNs - EDGE_WINDOW_NS),
    beganNs,
  );
  if (!Number.isNaN(windowMedian)) return windowMedian;
  return bytesBetween(series, beganNs - NEAREST_NS, beganNs).at(-1) ?? Number.NaN;
}

function after(series: MemorySeries, { endedNs }: ModelSwitch, freeToNs: number): number {
  const windowMedian = medianBetween(series, endedNs, Math.min(freeToNs, endedNs + EDGE_WINDOW_NS));
  if (!Number.isNaN(windowMedian)) return windowMedian;
  return bytesBetween(series, endedNs, endedNs + NEAREST_NS).at(0) ?? Number.NaN;
}
