import type { MetricDefinition } from './metric.ts';
import { modelSwitches, type ModelSwitch } from './model-switches.ts';
import { noteOf, readingOf } from './reading.ts';
import { bytesBetween, medianBetween, residentSeries } from './resident-memory.ts';

/** How long before and after a switch memory is looked at, unless another switch or the phase's edge is nearer. */
const EDGE_WINDOW_NS = 250e6;

/**
 * What a switch needs beyond the larger of both models, because both are resident for a while.
 * Windows of one switch from A to B: A alone is the 250 ms before `switch-began`, cut at the end of the switch before;
 * the switch is from `switch-began` to `switch-ended`; B alone is the 250 ms after, cut at the next `switch-began`.
 */
export const switchDoubleResidency: MetricDefinition = {
  name: 'switchDoubleResidency',
  aliases: [],
  unit: 'bytes',
  better: 'lower',
  defaultAggregate: 'max',
  description: 'Memory that a switch of models needs beyond the larger of both.',
  formula: 'max rss during a switch - max(median rss 250 ms before it, median rss 250 ms after it)',
  read: (phase) => {
    const switches = modelSwitches(phase);
    const series = residentSeries(phase.samples);
    const extra = (one: ModelSwitch, index: number): number => {
      const freeFromNs = switches[index - 1]?.endedNs ?? phase.beganNs;
      const freeToNs = switches[index + 1]?.beganNs ?? phase.endedNs;
      const beforeNs = Math.max(freeFromNs, one.beganNs - EDGE_WINDOW_NS);
      const afterNs = Math.min(freeToNs, one.endedNs + EDGE_WINDOW_NS);
      const during = bytesBetween(series, one.beganNs, one.endedNs);
      // Without a sample before, during or after, the difference is NaN and the switch is left out.
      return (
        (during.length === 0 ? Number.NaN : during.reduce((a, b) => Math.max(a, b))) -
        Math.max(
          medianBetween(series, beforeNs, one.beganNs),
          medianBetween(series, one.endedNs, afterNs),
        )
      );
    };
    const values = switches.map(extra).filter((bytes) => !Number.isNaN(bytes));
    const unseen = switches.length - values.length;
    return readingOf(
      values,
      switches.length === 0
        ? 'no switch of models ended in this phase'
        : 'no switch has samples before, during and after it',
      noteOf(unseen === 0 ? undefined : `${unseen} of ${switches.length} switches lack samples`),
    );
  },
};
