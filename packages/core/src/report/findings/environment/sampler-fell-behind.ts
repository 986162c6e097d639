import { formatMs, formatNumber, formatRatio } from '../../../metric/format/format-value.ts';
import type { SamplingAccount } from '../../../spec/account/sampling-account.ts';
import { figure, inEachPhase, type PhaseFinding, type Rule } from '../finding.ts';

/** Share of ticks missed from which gaps in the memory curve are reported. */
const MISSED_SHARE = 0.02;

/** Share of ticks late by half a period from which the machine was short of CPU. */
const LATE_SHARE = 0.1;

/** Share of the time below the requested rate from which the budget is reported. */
const SLOWED_SHARE = 0.02;

/** Of the requested rate: with less than half of it the memory curve is not the one that was requested. */
const HALF = 0.5;

/** A sampler that its own CPU budget slowed down, that the machine held up, or that found its ring full. */
export const samplerFellBehind: Rule = {
  name: 'sampler-fell-behind',
  section: 'dataQuality',
  look: inEachPhase(({ result: { sampling } }) =>
    sampling === undefined
      ? []
      : [...slowedByBudget(sampling), ...heldUp(sampling), ...ringFull(sampling)],
  ),
};

function severityOf({ achievedHz, requestedHz }: SamplingAccount): PhaseFinding['severity'] {
  return achievedHz < HALF * requestedHz ? 'warning' : 'note';
}

function slowedByBudget(sampling: SamplingAccount): PhaseFinding[] {
  const { budget, lowestHz, requestedHz, achievedHz } = sampling;
  if (budget === undefined || !(budget.slowedRatio > SLOWED_SHARE)) return [];
  const { share, neededShare, costPerTickUs, slowedRatio } = budget;
  const needed = formatRatio(neededShare);
  return [
    {
      severity: severityOf(sampling),
      finding: `The sampler's CPU budget lowered its rate to ${formatNumber(lowestHz)} Hz`,
      evidence: [
        { name: 'a read cost', value: formatMs(costPerTickUs / 1000) },
        figure('budget', 'ratio', share),
        figure('of the time', 'ratio', slowedRatio),
        { name: 'rate', value: `${formatNumber(achievedHz)} of ${formatNumber(requestedHz)} Hz` },
      ],
      advice:
        neededShare <= 1
          ? `Raise sampling.cpuBudget to ${neededShare.toFixed(2)} to keep the rate, which costs up to ${needed} of one core; or lower sampling.hz.`
          : `Lower sampling.hz: to keep the rate would cost ${needed} of one core.`,
    },
  ];
}

function heldUp(sampling: SamplingAccount): PhaseFinding[] {
  const ticks = sampling.tickCount + sampling.missedTicks;
  const missed = sampling.missedTicks / ticks;
  const late = sampling.lateTicks / ticks;
  if (!(missed > MISSED_SHARE || late > LATE_SHARE)) return [];
  return [
    {
      severity: missed > HALF ? 'warning' : 'note',
      finding: 'The sampler fell behind: the machine was short of CPU',
      evidence: [
        figure('ticks missed', 'ratio', missed),
        figure('late', 'ratio', late),
        { name: 'longest delay', value: formatMs(sampling.latenessUs.max / 1000) },
      ],
      advice:
        'Memory spikes shorter than that delay may be unseen. Leave the sampler a core, or lower sampling.hz.',
    },
  ];
}

function ringFull({ droppedSamples }: SamplingAccount): PhaseFinding[] {
  if (!(droppedSamples > 0)) return [];
  return [
    {
      severity: 'warning',
      finding: 'Samples found the buffer full and are not on the timeline; the peak includes them',
      evidence: [figure('dropped', 'count', droppedSamples)],
      advice: 'The main thread was blocked for long: keep work off it while sampling.',
    },
  ];
}
