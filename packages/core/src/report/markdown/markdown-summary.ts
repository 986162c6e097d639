import { shownStatus, shownSuccess, type ShownStatus } from '../../verdict/criterion-verdict.ts';
import { shownRun } from '../../verdict/run-verdict.ts';
import { shownStage } from '../rows/stage/shown-stage.ts';
import { markdownTable } from 'markdown-table';
import { formatApart } from '../../metric/format/format-apart.ts';
import { DASH, formatMs, formatValue } from '../../metric/format/format-value.ts';
import type { LevelResult, LoadCurve } from '../../metric/slo/load-curve-schema.ts';
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
import type { PhaseResult, RunResults } from '../results/run-results.ts';
import { rankedValue } from '../rows/stage/ranked-value.ts';

/** The key figures of a phase or stage: memory, latency, throughput, errors. */
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
 * A run short enough for a comment: the verdict, what failed, the criteria, a line for each phase and stage, the findings.
 * Blocks of Markdown; untrusted text is escaped.
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
  const findings = groupRecommendations(recommendations).map(findingItem);
  return [
    `# ${escapeMarkdown(report.title)}`,
    `${mark(shown)} **${shown}** · ${passedPhases} of ${totalPhases} phases passed · ${formatMs(duration)} · ${report.timestamp}${cache === '' ? '' : ` · ${escapeMarkdown(cache)}`}`,
    ...(verdict.complete
      ? []
      : [`**Incomplete**: the run was ${results.status}, so it cannot pass.`]),
    ...list([...failures, ...verdict.errors.map(({ message }) => escapeMarkdown(message))]),
    ...criteriaTable(results.phases),
    ...phaseTable(results.phases),
    ...list(results.skipped.map(skippedItem)),
    ...(findings.length === 0 ? [] : ['## Findings', ...list(findings)]),
  ];
}

function skippedItem({ phase, reason }: RunResults['skipped'][number]): string {
  return `**${escapeMarkdown(phase)}** skipped: ${escapeMarkdown(reason)}`;
}

/** An item with the figures of each phase or stage below it. */
function findingItem({ severity, finding, advice, members }: RecommendationGroup): string {
  const text = escapeMarkdown(`${finding}. ${advice}`.trimEnd());
  const items = members.map((one) => {
    const figures = describeEvidence(one.evidence);
    const place = describePlace(one);
    return `\n  - ${escapeMarkdown(figures === '' ? place : `${place}: ${figures}`)}`;
  });
  return `${SEVERITY_MARKS[severity]} ${text}${items.join('')}`;
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

/** A line for each phase, and below it one for each stage; for a sweep, one for the highest level that met the SLOs. */
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

/** A phase as a whole has no figures of requests: those cells are empty. */
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

/** One block with an item per line; no block without items. */
function list(items: readonly string[]): string[] {
  return items.length === 0 ? [] : [items.map((item) => `- ${item}`).join('\n')];
}
