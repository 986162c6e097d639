import { shownStatus, shownSuccess, type ShownStatus } from '../../verdict/criterion-verdict.ts';
import { shownRun } from '../../verdict/run-verdict.ts';
import { shownStage } from '../rows/stage/shown-stage.ts';
import { markdownTable } from 'markdown-table';
import { formatApart } from '../../metric/format/format-apart.ts';
import { DASH, formatMs, formatValue } from '../../metric/format/format-value.ts';
import type { LevelResult, LoadCurve } from '../../metric/measure/load-curve-schema.ts';
import type { Measurements } from '../../metric/measure/measure.ts';
import type { Aggregate } from '../../metric/metric.ts';
import { neededCount } from '../../verdict/enough-samples.ts';
import { cacheVerdict } from '../rows/cache-verdict.ts';
import type { Conclusion } from '../results/conclude-run.ts';
import { escapeMarkdown } from './escape-markdown.ts';
import {
  describeEvidence,
  describePlace,
  groupRecommendations,
  type RecommendationGroup,
  type Severity,
} from '../findings/recommendation.ts';
import type { PhaseResult } from '../results/run-results.ts';
import { rankedValue } from '../rows/stage/ranked-value.ts';

/** The figures that a stage is known by: what it needs, how long one waits, how much it does. */
const KEY_FIGURES: readonly (readonly [heading: string, metric: string, aggregate: Aggregate])[] = [
  ['Peak memory', 'memoryUsage', 'max'],
  ['TTFT p95', 'timeToFirstToken', 'p95'],
  ['End-to-end latency p95', 'responseLatency', 'p95'],
  ['Output tokens', 'outputTokenThroughput', 'avg'],
  ['Errors', 'errorRate', 'avg'],
];

const SEVERITY_MARKS: Readonly<Record<Severity, string>> = {
  critical: '🔴 critical:',
  warning: '🟡 warning:',
  note: '🔵 note:',
};

/**
 * What a run came to, short enough for a comment: the verdict, what failed, the criteria, a line for each phase and stage, what to do
 * next. Blocks of Markdown; text that comes from a host is escaped.
 */
export function markdownSummary({
  results,
  report,
  verdict,
  recommendations,
}: Conclusion): string[] {
  const { passedPhases, totalPhases, duration } = report.summary;
  const shown = shownRun(verdict);
  const failures = verdict.phases.flatMap(({ phase, failures: failed }) =>
    failed.map(({ error }) => `**${escapeMarkdown(phase)}**: ${escapeMarkdown(error.message)}`),
  );
  const cache = cacheVerdict(results);
  const advice = groupRecommendations(recommendations).map(adviceItem);
  return [
    `# ${escapeMarkdown(report.title)}`,
    `${mark(shown)} **${shown}** · ${passedPhases} of ${totalPhases} phases passed · ${formatMs(duration)} · ${report.timestamp}${cache === '' ? '' : ` · ${escapeMarkdown(cache)}`}`,
    ...(verdict.complete
      ? []
      : [`**Incomplete**: the run was ${results.status}, so it cannot pass.`]),
    ...list([...failures, ...verdict.errors.map(({ message }) => escapeMarkdown(message))]),
    ...criteriaTable(results.phases),
    ...phaseTable(results.phases),
    ...(advice.length === 0 ? [] : ['## What to do next', ...list(advice)]),
  ];
}

/** An item with the figures of each phase or stage below it. */
function adviceItem({ severity, finding, advice, members }: RecommendationGroup): string {
  const said = escapeMarkdown(`${finding}. ${advice}`.trimEnd());
  const figures = members.map((one) => {
    const told = describeEvidence(one.evidence);
    const place = describePlace(one);
    return `\n  - ${escapeMarkdown(told === '' ? place : `${place}: ${told}`)}`;
  });
  return `${SEVERITY_MARKS[severity]} ${said}${figures.join('')}`;
}

function criteriaTable(phases: readonly PhaseResult[]): string[] {
  const rows = phases.flatMap(({ name, criteria }) =>
    criteria.map((criterion) => {
      const { key, stage, unit, value, threshold, bound, text } = criterion;
      const [shownValue, shownThreshold] = formatApart(unit, value, threshold);
      return [
        mark(shownStatus(criterion)),
        escapeMarkdown(stage === undefined ? name : `${name}, ${stage}`),
        escapeMarkdown(key),
        value === Number.POSITIVE_INFINITY ? 'failed' : shownValue,
        `${bound === 'at-most' ? '≤' : '≥'} ${shownThreshold}`,
        escapeMarkdown(text),
      ];
    }),
  );
  if (rows.length === 0) return [];
  return [
    markdownTable([['', 'Phase', 'Criterion', 'Value', 'Threshold', ''], ...rows], {
      align: ['l', 'l', 'l', 'r', 'r', 'l'],
      alignDelimiters: false,
    }),
  ];
}

/** A line for each phase, and below it one for each stage; of a sweep, one for the highest level that met. */
function phaseTable(phases: readonly PhaseResult[]): string[] {
  if (phases.length === 0) return [];
  const rows = phases.flatMap((phase) => {
    const { name, measurements, stages, loadCurves } = phase;
    return [
      [mark(shownSuccess(phase)), escapeMarkdown(name), ...figuresOf(measurements, true)],
      ...stages
        .filter(({ level }) => level === undefined || isBest(level, loadCurves))
        .map((stage) => [
          mark(shownStage(stage)),
          escapeMarkdown(`${name}, ${stage.name}`),
          ...figuresOf(stage.measurements, false),
        ]),
    ];
  });
  const headings = ['', 'Phase', ...KEY_FIGURES.map(([heading]) => heading)];
  return [
    markdownTable([headings, ...rows], {
      align: ['l', 'l', ...KEY_FIGURES.map(() => 'r')],
      alignDelimiters: false,
    }),
  ];
}

function isBest({ sweep, value }: LevelResult, curves: readonly LoadCurve[]): boolean {
  return curves.some((curve) => curve.sweep === sweep && curve.highestMet === value);
}

/** A phase as a whole has no figure of requests: its cells are empty there. */
function figuresOf(measurements: Measurements, isPhase: boolean): string[] {
  return KEY_FIGURES.map(([, metric, aggregate]) => {
    const measured = measurements[metric];
    if (measured === undefined) return isPhase ? '' : DASH;
    if (measured.count > 0 && measured.count < neededCount(aggregate)) return '';
    const value = aggregate === 'p95' ? rankedValue(measured, aggregate) : measured[aggregate];
    return value === Number.POSITIVE_INFINITY ? 'failed' : formatValue(measured.unit, value);
  });
}

const MARKS: Readonly<Record<ShownStatus, string>> = {
  pass: '✅',
  fail: '❌',
  inconclusive: '❔',
};

function mark(status: ShownStatus): string {
  return MARKS[status];
}

/** One block with an item a line; no block for no items. */
function list(items: readonly string[]): string[] {
  return items.length === 0 ? [] : [items.map((item) => `- ${item}`).join('\n')];
}
