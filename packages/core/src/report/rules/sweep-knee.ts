import { formatMs } from '../../metric/format-value.ts';
import type { LoadCurve, LoadCurveStep } from '../../metric/load-curve-schema.ts';
import type { Evidence } from '../recommendation.ts';
import { figure, inEachPhase, type Finding, type Rule } from './rule.ts';

/** Share of a rise in load that must come out as answers: below it the host is at its plateau. */
const PAYS = 0.1;

/** What a sweep came to: the load that the host bears, or that none was found. */
export const sweepKnee: Rule = {
  name: 'sweep-knee',
  severity: 'hint',
  section: 'sweep',
  look: inEachPhase(({ result: { loadCurve } }) =>
    loadCurve === undefined || loadCurve.steps.length === 0 ? [] : [findingOf(loadCurve)],
  ),
};

function findingOf(curve: LoadCurve): Omit<Finding, 'phase'> {
  const { highestMet, lowestBroken, objectives } = curve;
  const limits = Object.entries(objectives).map(([name, ms]) => `${name} ≤ ${formatMs(ms)}`);
  const asked = { name: 'objectives', value: limits.join(', ') };
  if (Number.isNaN(highestMet)) {
    return {
      finding: 'No level of the sweep met its objectives',
      evidence: [level('lowest tried', curve, lowestBroken), asked],
      advice:
        'Sweep from a lower level on, or ask for less: the host may not keep these for one user.',
    };
  }
  if (Number.isNaN(lowestBroken)) {
    return {
      finding:
        'Every level of the sweep met its objectives, so the limit of the host was not found',
      evidence: [level('highest tried', curve, highestMet), asked],
      advice: 'Sweep to a higher level.',
    };
  }
  const plateau = plateauPerSecond(curve);
  return {
    finding: 'The sweep found the load up to which the host meets its objectives',
    evidence: [
      level('highest that met them', curve, highestMet),
      level('lowest that did not', curve, lowestBroken),
      asked,
      ...(Number.isNaN(plateau)
        ? []
        : [figure('throughput levelled off at', 'perSecond', plateau)]),
    ],
    advice: Number.isNaN(plateau)
      ? 'Admit no more than that; its throughput still rose, so it is latency that gives way first.'
      : 'Admit no more than that: beyond it, load turns into waiting and no longer into answers.',
  };
}

function level(name: string, { variable }: LoadCurve, value: number): Evidence {
  return figure(name, variable === 'rate' ? 'perSecond' : 'requests', value);
}

/** Answers per second at the first level that brought next to none more than the one below it; `NaN` where all did. */
function plateauPerSecond({ steps, variable }: LoadCurve): number {
  // Arrivals by chance are more or fewer than the rate that was asked for, and it is those that the host had to bear.
  const loadOf = (step: LoadCurveStep): number =>
    variable === 'rate' ? step.offeredPerSecond : step.level;
  const rising = steps.toSorted((one, other) => one.level - other.level);
  for (const [index, step] of rising.entries()) {
    const below = rising[index - 1];
    if (below === undefined) continue;
    const rise = loadOf(step) / loadOf(below) - 1;
    const gain = step.achievedPerSecond / below.achievedPerSecond - 1;
    if (rise > 0 && gain < PAYS * rise) return below.achievedPerSecond;
  }
  return Number.NaN;
}
