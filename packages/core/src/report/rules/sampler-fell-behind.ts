import { formatNumber, formatRatio } from '../../metric/format-value.ts';
import type { Rule } from './rule.ts';

/** Share of ticks missed from which gaps in the memory curve matter. */
const MISSED_SHARE = 0.02;

/** Share of ticks late by half a period from which the machine was short of CPU. */
const LATE_SHARE = 0.1;

/** A sampler that missed ticks, was often late, or found its ring full. */
export const samplerFellBehind: Rule = {
  name: 'sampler-fell-behind',
  advise: ({ phases }) =>
    phases.flatMap(({ name, sampling }) => {
      if (sampling === undefined) return [];
      const ticks = sampling.tickCount + sampling.missedTicks;
      const missed = sampling.missedTicks / ticks;
      const late = sampling.lateTicks / ticks;
      const said: string[] = [];
      if (missed > MISSED_SHARE || late > LATE_SHARE) {
        said.push(
          `${name}: the sampler missed ${formatRatio(missed)} of its ticks and was late on ${formatRatio(late)}. ` +
            'The machine was short of CPU: short spikes of memory may be unseen. Leave it a core, or sample at a lower rate.',
        );
      }
      if (sampling.droppedSamples > 0) {
        said.push(
          `${name}: ${formatNumber(sampling.droppedSamples)} samples found the buffer full and are not on the timeline; the peak counts them. ` +
            'The main thread was blocked for long: keep work off it while sampling.',
        );
      }
      return said;
    }),
};
