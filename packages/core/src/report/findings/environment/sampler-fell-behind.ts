import { formatMs, formatNumber, formatRatio } from '../../../metric/format/format-value.ts';
import type { SamplingQuality } from '../../../spec/quality/sampling-quality.ts';
import { figure, inEachPhase, type PhaseFinding, type FindingDefinition } from '../finding.ts';

/** Missed ticks above this share are reported as gaps in the memory curve. */
const MISSED_SHARE = 0.02;

/** More ticks late by half a period mean that the machine was short of CPU, as a share. */
const LATE_SHARE = 0.1;

/** A longer time below the requested rate is reported, as a share of the time. */
const SLOWED_SHARE = 0.02;

/** Below this share of the requested rate, the memory curve is not the one that was requested. */
const HALF = 0.5;

export const samplerFellBehind: FindingDefinition = {
  name: 'sampler-fell-behind',
  meaning:
    'The sampler ran below its rate because of its CPU budget or the machine, or its buffer was full. A note where more than half of the rate was kept.',
  section: 'dataQuality',
  look: inEachPhase(({ result: { sampling } }) =>
    sampling === undefined
      ? []
      : [...slowedByBudget(sampling), ...heldUp(sampling), ...ringFull(sampling)],
  ),
};

function severityOf({ achievedHz, requestedHz }: SamplingQuality): PhaseFinding['severity'] {
  return achievedHz < HALF * requestedHz ? 'warning' : 'note';
}

function slowedByBudget(sampling: SamplingQuality): PhaseFinding[] {
  const { budget, lowestHz, requestedHz, achievedHz } = sampling;
  if (budget === undefined || !(budget.slowedRatio > SLOWED_SHARE)) return [];
  const { share, neededShare, costPerTickUs, slowedRatio } = budget;
  const needed = formatRatio(neededShare);
  return [
    {
      severity: severityOf(sampling),
      finding: `The sampler's CPU budget lowered its rate to ${formatNumber(lowestHz)} Hz`,
      evidence: [
        { name: 'cost per read', value: formatMs(costPerTickUs / 1000) },
        figure('budget', 'ratio', share),
        figure('time below the requested rate', 'ratio', slowedRatio),
        { name: 'rate', value: `${formatNumber(achievedHz)} of ${formatNumber(requestedHz)} Hz` },
      ],
      advice:
        neededShare <= 1
          ? `Raise sampling.cpuBudget to ${neededShare.toFixed(2)} to keep the rate, which costs up to ${needed} of one core; or lower sampling.hz.`
          : `Lower sampling.hz: to keep the rate would cost ${needed} of one core.`,
    },
  ];
}

function heldUp(sampling: SamplingQuality): PhaseFinding[] {
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

function ringFull({ droppedSamples }: SamplingQuality): PhaseFinding[] {
  if (!(droppedSamples > 0)) return [];
  return [
    {
      severity: 'warning',
      finding:
        'The sample buffer was full: dropped samples are missing from the timeline but not from the peak',
      evidence: [figure('dropped', 'count', droppedSamples)],
      advice: 'The main thread was blocked for long: keep work off it while sampling.',
    },
  ];
}
