import { DASH, formatNumber } from '../../metric/format/format-value.ts';
import type { PhaseResult, RunResults } from '../results/run-results.ts';
import { phaseRows } from '../rows/report-rows.ts';
import { stageTable } from '../rows/stage/stage-rows.ts';

const PREFIX = 'not measured: ';

/** Stands for the reasons that the line has no room for. */
const OTHER = 'other';

const HINT = '--verbose lists the reasons';

/**
 * The metrics without a value in one line, with their number for each reason: those of criteria are not among them, nor
 * those of a phase that measured nothing.
 */
export function unmeasuredLine({ phases }: Pick<RunResults, 'phases'>, width: number): string[] {
  const reasons = new Map<string, string>();
  for (const [metric, reason] of phases.flatMap(unmeasuredOf)) {
    if (!reasons.has(metric)) reasons.set(metric, reason);
  }
  if (reasons.size === 0) return [];
  const counts = new Map<string, number>();
  for (const reason of reasons.values()) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  const ordered = [...counts].toSorted(([, one], [, other]) => other - one);
  const metrics = reasons.size === 1 ? '1 metric' : `${formatNumber(reasons.size)} metrics`;
  const lineOf = (shown: readonly (readonly [string, number])[]): string =>
    `Not measured: ${metrics} (${shown.map(([reason, count]) => `${reason} ${formatNumber(count)}`).join(', ')}); ${HINT}`;
  const shown: (readonly [string, number])[] = [];
  for (const one of ordered) {
    const line = lineOf(withOther([...shown, one], reasons.size));
    if (line.length <= width) shown.push(one);
  }
  return [
    shown.length === 0
      ? `Not measured: ${metrics}; ${HINT}`
      : lineOf(withOther(shown, reasons.size)),
  ];
}

/** Reasons that the line has no room for are counted together. */
function withOther(
  shown: readonly (readonly [string, number])[],
  total: number,
): (readonly [string, number])[] {
  const left = total - shown.reduce((sum, [, count]) => sum + count, 0);
  return left === 0 ? [...shown] : [...shown, [OTHER, left]];
}

/** Metrics and reasons of a phase and of its stages; a reason without what to do about it. */
function unmeasuredOf(phase: PhaseResult): (readonly [metric: string, reason: string])[] {
  const rows = phaseRows({ ...phase, criteria: [] });
  const hasValue = rows.some(({ value }) => value !== DASH);
  const ofPhase = rows
    .filter(({ value }) => hasValue && value === DASH)
    .map(({ name, gist }) => ({ metrics: name.split(', ').map(metricOf), reason: gist }));
  const ofStages = phase.stages
    .filter(({ level, requests }) => level === undefined && requests.successful > 0)
    .flatMap((stage) => stageTable(stage, phase.shown).unmeasured);
  return [...ofPhase, ...ofStages].flatMap(({ metrics, reason }) =>
    metrics.map((metric) => [metric, shortOf(reason)] as const),
  );
}

/** `memoryUsage.baseline` and `memoryUsage` are one metric. */
function metricOf(name: string): string {
  return name.replace(/\..*$/u, '');
}

function shortOf(reason: string): string {
  const plain = reason.startsWith(PREFIX) ? reason.slice(PREFIX.length) : reason;
  return plain.replace(/[;:(].*$/u, '').trim();
}
