import { formatMs } from '../../../metric/format/format-value.ts';
import type { LoadCurve } from '../../../metric/slo/load-curve-schema.ts';
import { describeLevel } from '../../../metric/format/describe-load.ts';
import type { Evidence } from '../recommendation.ts';
import type { StageResult } from '../../results/stage-result.ts';
import { metricLabel } from '../../rows/stage/metric-labels.ts';
import { figure, inEachPhase, type PhaseFinding, type FindingDefinition } from '../finding.ts';

/** A rise in load that adds less than this share of it as throughput means that the server is at its capacity. */
const PAYS = 0.1;

export const sweepKnee: FindingDefinition = {
  name: 'sweep-knee',
  meaning: 'The result of a sweep: the highest load that meets the SLOs, or that no level does.',
  section: 'sweep',
  look: inEachPhase(({ result: { loadCurves, stages } }) =>
    loadCurves.flatMap((curve) => {
      const levels = levelsOf(curve, stages);
      return isCutShort(curve, levels) ? [] : [findingOf(curve, levels)];
    }),
  ),
};

/** The stages of a sweep, from the lowest level to the highest. */
function levelsOf({ sweep }: LoadCurve, stages: readonly StageResult[]): StageResult[] {
  return stages
    .filter(({ level }) => level?.sweep === sweep)
    .toSorted((one, other) => valueOf(one) - valueOf(other));
}

/** Whether a sweep was cut off before it found anything. */
function isCutShort({ lowestBroken }: LoadCurve, levels: readonly StageResult[]): boolean {
  const isWhole = levels.every(({ windows }) => windows.every((window) => window.isWhole));
  return Number.isNaN(lowestBroken) && !isWhole;
}

function valueOf({ level }: StageResult): number {
  return level?.value ?? Number.NaN;
}

function findingOf(curve: LoadCurve, levels: readonly StageResult[]): PhaseFinding {
  const { sweep, highestMet, lowestBroken, slos } = curve;
  const limits = Object.entries(slos).map(([name, ms]) => `${metricLabel(name)} ≤ ${formatMs(ms)}`);
  const asked = limits.length === 0 ? [] : [{ name: 'SLOs', value: limits.join(', ') }];
  const common = { stage: sweep, severity: 'note' } as const;
  if (Number.isNaN(highestMet)) {
    return {
      ...common,
      finding: 'No level of the sweep met the SLOs',
      evidence: [levelFigure('lowest tried', curve, lowestBroken), ...asked],
      advice:
        'Start the sweep at a lower level or relax the SLOs: the server may not meet these for one user.',
    };
  }
  if (Number.isNaN(lowestBroken) && limits.length === 0) {
    return {
      ...common,
      finding: 'Every level of the sweep was successful',
      evidence: [levelFigure('highest tried', curve, highestMet)],
      advice: 'Set SLOs to find the level at which they are missed, such as --slo ttft=200ms.',
    };
  }
  if (Number.isNaN(lowestBroken)) {
    return {
      ...common,
      finding: 'Every level of the sweep met the SLOs: the limit of the server was not found',
      evidence: [levelFigure('highest tried', curve, highestMet), ...asked],
      advice: 'Sweep to a higher level.',
    };
  }
  const plateau = plateauPerSecond(curve, levels);
  return {
    ...common,
    finding: 'The sweep found the highest load at which the server meets the SLOs',
    evidence: [
      levelFigure('highest that met them', curve, highestMet),
      levelFigure('lowest that did not', curve, lowestBroken),
      ...asked,
      ...(Number.isNaN(plateau) ? [] : [figure('throughput leveled off at', 'perSecond', plateau)]),
    ],
    advice: adviceOn(curve, plateau),
  };
}

function adviceOn({ parameter }: LoadCurve, plateau: number): string {
  if (parameter === 'inputTokens' || parameter === 'outputTokens') {
    return 'Cap the length there, or give longer requests more capacity.';
  }
  return Number.isNaN(plateau)
    ? 'Cap load there: throughput still rises beyond it, and latency is the first limit.'
    : 'Cap load there: beyond it, requests only wait longer and throughput stays flat.';
}

function levelFigure(name: string, { parameter }: LoadCurve, value: number): Evidence {
  return { name, value: describeLevel({ parameter, value }) };
}

/** Throughput in requests per second where a higher level added next to none; `NaN` where every level added some. */
function plateauPerSecond({ parameter }: LoadCurve, levels: readonly StageResult[]): number {
  if (parameter !== 'rate' && parameter !== 'concurrency') return Number.NaN;
  // Random arrivals are more or fewer than the requested rate, and the server had to serve the actual ones.
  const loadOf = (stage: StageResult): number =>
    parameter === 'rate' ? stage.requests.duePerSecond : valueOf(stage);
  for (const [index, stage] of levels.entries()) {
    const below = levels[index - 1];
    if (below === undefined) continue;
    const rise = loadOf(stage) / loadOf(below) - 1;
    const gain = achievedPerSecond(stage) / achievedPerSecond(below) - 1;
    if (rise > 0 && gain < PAYS * rise) return achievedPerSecond(below);
  }
  return Number.NaN;
}

function achievedPerSecond({ measurements }: StageResult): number {
  return measurements['requestThroughput']?.avg ?? Number.NaN;
}
