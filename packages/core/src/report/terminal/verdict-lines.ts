import { formatApart } from '../../metric/format/format-apart.ts';
import { formatMs, formatValue } from '../../metric/format/format-value.ts';
import type { Measurement } from '../../metric/measure/measurement.ts';
import type { CriterionVerdict } from '../../verdict/criterion-verdict.ts';
import { shownRun } from '../../verdict/run-verdict.ts';
import { describePlace } from '../findings/recommendation.ts';
import type { Conclusion } from '../results/conclude-run.ts';
import type { RunResults } from '../results/run-results.ts';
import { cacheVerdict } from '../rows/cache-verdict.ts';
import { plainLine } from '../rows/plain-line.ts';
import { criterionLabel } from '../rows/stage/metric-labels.ts';
import { mark, wrapLine, type TerminalStyle } from './terminal-style.ts';

/** Columns before what belongs to the verdict: those of `FAIL` and a gap. */
const INDENT = 6;

/**
 * The verdict, and every failure and missed criterion below it.
 * @param once removes server messages that were printed already
 */
export function verdictLines(
  { results, report, verdict }: Conclusion,
  { palette, width }: TerminalStyle,
  once: (text: string) => string,
): string[] {
  const { passedPhases, totalPhases, duration } = report.summary;
  const cache = cacheVerdict(results);
  const below = (text: string): string[] =>
    wrapLine(' '.repeat(INDENT) + plainLine(once(text)), width, INDENT + 2);
  const failed = [
    ...(verdict.complete ? [] : [`Incomplete: the run was ${results.status}, so it cannot pass.`]),
    ...verdict.errors.map(({ message }) => message),
    ...verdict.phases.flatMap(({ phase, failures, criteria }) => [
      ...failures.map(({ error }) => `${phase}: ${error.message}`),
      ...missedOf(criteria, failures.length > 0).map((one) => missedLine(phase, one, results)),
    ]),
  ];
  return [
    `${mark(shownRun(verdict), palette)}  ${passedPhases} of ${totalPhases} phases passed, ${formatMs(duration)}`,
    ...(cache === '' ? [] : below(cache).map(palette.yellow)),
    ...failed.flatMap(below).map(palette.red),
  ];
}

/** Missed ones before inconclusive ones; what was not measured follows from what failed, where something did. */
function missedOf(criteria: readonly CriterionVerdict[], hasFailed: boolean): CriterionVerdict[] {
  const missed = criteria.filter(
    ({ status, value }) => status === 'fail' && !(hasFailed && Number.isNaN(value)),
  );
  return [...missed.filter((one) => !isInconclusive(one)), ...missed.filter(isInconclusive)];
}

function isInconclusive({ reason }: CriterionVerdict): boolean {
  return reason === 'inconclusive';
}

/** `load, open: error rate 0.8%, threshold ≤ 0.0%, missed by 0.8%`. */
function missedLine(phase: string, criterion: CriterionVerdict, results: RunResults): string {
  const { stage, unit, value, threshold, bound, margin, reason, text } = criterion;
  const place = describePlace({ phase, ...(stage === undefined ? {} : { stage }) });
  const [shownValue, shownThreshold] = formatApart(unit, value, threshold);
  const label = criterionLabel(criterion, measurementOf(results, phase, criterion));
  const limit = `threshold ${bound === 'at-most' ? '≤' : '≥'} ${shownThreshold}`;
  if (Number.isNaN(value)) return `${place}: ${label}, ${limit}: ${text}`;
  if (value === Number.POSITIVE_INFINITY) {
    return `${place}: ${label} falls on a failed request, ${limit}`;
  }
  const why =
    reason === 'missed' && Number.isFinite(margin)
      ? `, missed by ${formatValue(unit, Math.abs(margin))}`
      : `: ${text}`;
  return `${place}: ${label} ${shownValue}, ${limit}${why}`;
}

function measurementOf(
  { phases }: RunResults,
  phase: string,
  { stage, metric }: CriterionVerdict,
): Measurement | undefined {
  const result = phases.find(({ name }) => name === phase);
  const place = stage === undefined ? result : result?.stages.find(({ name }) => name === stage);
  return place?.measurements[metric];
}
