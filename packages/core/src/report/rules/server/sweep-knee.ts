import { formatMs } from '../../../metric/format-value.ts';
import type { LoadCurve, LoadCurveStep } from '../../../metric/load-curve-schema.ts';
import type { Evidence } from '../../recommendation.ts';
import { figure, inEachPhase, type PhaseFinding, type Rule } from '../rule.ts';

/** Share of a rise in load that must come out as throughput: below it the server is at its capacity. */
const PAYS = 0.1;

/** What a sweep found: the highest load that meets the objectives, or that no level does. */
export const sweepKnee: Rule = {
  name: 'sweep-knee',
  section: 'sweep',
  look: inEachPhase(({ result: { loadCurve } }) =>
    loadCurve === undefined || loadCurve.steps.length === 0 ? [] : [findingOf(loadCurve)],
  ),
};

function findingOf(curve: LoadCurve): PhaseFinding {
  const { highestMet, lowestBroken, objectives } = curve;
  const limits = Object.entries(objectives).map(([name, ms]) => `${name} ≤ ${formatMs(ms)}`);
  const asked = { name: 'objectives', value: limits.join(', ') };
  if (Number.isNaN(highestMet)) {
    return {
      severity: 'note',
      finding: 'No level of the sweep met its objectives',
      evidence: [level('lowest tried', curve, lowestBroken), asked],
      advice:
        'Start the sweep at a lower level or relax the objectives: the server may not meet these for one user.',
    };
  }
  if (Number.isNaN(lowestBroken)) {
    return {
      severity: 'note',
      finding: 'Every level of the sweep met its objectives: the limit of the server was not found',
      evidence: [level('highest tried', curve, highestMet), asked],
      advice: 'Sweep to a higher level.',
    };
  }
  const plateau = plateauPerSecond(curve);
  return {
    severity: 'note',
    finding: 'The sweep found the highest load at which the server meets its objectives',
    evidence: [
      level('highest that met them', curve, highestMet),
      level('lowest that did not', curve, lowestBroken),
      asked,
      ...(Number.isNaN(plateau) ? [] : [figure('throughput leveled off at', 'perSecond', plateau)]),
    ],
    advice: Number.isNaN(plateau)
      ? 'Cap load there: throughput still rises beyond it, and latency is the first limit.'
      : 'Cap load there: beyond it, requests only wait longer and throughput stays flat.',
  };
}

function level(name: string, { variable }: LoadCurve, value: number): Evidence {
  return figure(name, variable === 'rate' ? 'perSecond' : 'requests', value);
}

/** Requests completed per second at the first level that brought next to none more than the one below; `NaN` where all did. */
function plateauPerSecond({ steps, variable }: LoadCurve): number {
  // Random arrivals are more or fewer than the requested rate, and the server had to serve those that came.
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
