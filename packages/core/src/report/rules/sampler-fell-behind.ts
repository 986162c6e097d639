import { figure, inEachPhase, type Finding, type Rule } from './rule.ts';

/** Share of ticks missed from which gaps in the memory curve matter. */
const MISSED_SHARE = 0.02;

/** Share of ticks late by half a period from which the machine was short of CPU. */
const LATE_SHARE = 0.1;

/** A sampler that missed ticks, was often late, or found its ring full. */
export const samplerFellBehind: Rule = {
  name: 'sampler-fell-behind',
  severity: 'notable',
  section: 'honesty',
  look: inEachPhase(({ result: { sampling } }) => {
    if (sampling === undefined) return [];
    const ticks = sampling.tickCount + sampling.missedTicks;
    const missed = sampling.missedTicks / ticks;
    const late = sampling.lateTicks / ticks;
    const said: Omit<Finding, 'phase'>[] = [];
    if (missed > MISSED_SHARE || late > LATE_SHARE) {
      said.push({
        finding: 'The sampler fell behind: the machine was short of CPU',
        evidence: [figure('ticks missed', 'ratio', missed), figure('late', 'ratio', late)],
        advice: 'Short spikes of memory may be unseen. Leave it a core, or sample at a lower rate.',
      });
    }
    if (sampling.droppedSamples > 0) {
      said.push({
        finding: 'Samples found the buffer full and are not on the timeline; the peak counts them',
        evidence: [figure('dropped', 'count', sampling.droppedSamples)],
        advice: 'The main thread was blocked for long: keep work off it while sampling.',
      });
    }
    return said;
  }),
};
