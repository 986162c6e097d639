import { markdownTable } from 'markdown-table';
import { formatApart } from '../metric/format-apart.ts';
import { DASH, formatMs, formatValue } from '../metric/format-value.ts';
import type { Aggregate } from '../metric/metric.ts';
import { cacheVerdict } from './cache-verdict.ts';
import type { Conclusion } from './conclude-run.ts';
import { escapeMarkdown } from './escape-markdown.ts';
import {
  describeEvidence,
  groupRecommendations,
  type RecommendationGroup,
  type Severity,
} from './recommendation.ts';
import type { PhaseResult } from './results/run-results.ts';

/** The figures that a phase is known by: what it needs, how long one waits, how much it does. */
const KEY_FIGURES: readonly (readonly [heading: string, metric: string, aggregate: Aggregate])[] = [
  ['Peak memory', 'memoryUsage', 'max'],
  ['First token p95', 'timeToFirstToken', 'p95'],
  ['Response p95', 'responseLatency', 'p95'],
  ['Tokens', 'outputTokenThroughput', 'avg'],
  ['Errors', 'errorRate', 'avg'],
];

const SEVERITY_MARKS: Readonly<Record<Severity, string>> = {
  critical: '🔴 critical:',
  warning: '🟡 warning:',
  note: '🔵 note:',
};

/**
 * What a run came to, short enough for a comment: the verdict, what failed, the criteria, a line for each phase, what to do
 * next. Blocks of Markdown; text that comes from a host is escaped.
 */
export function markdownSummary({
  results,
  report,
  verdict,
  recommendations,
}: Conclusion): string[] {
  const { status, passedPhases, totalPhases, duration } = report.summary;
  const failures = verdict.phases.flatMap(({ phase, failures: failed }) =>
    failed.map(({ error }) => `**${escapeMarkdown(phase)}**: ${escapeMarkdown(error.message)}`),
  );
  const cache = cacheVerdict(results);
  const advice = groupRecommendations(recommendations).map(adviceItem);
  return [
    `# ${escapeMarkdown(report.title)}`,
    `${mark(status)} **${status}** · ${passedPhases} of ${totalPhases} phases passed · ${formatMs(duration)} · ${report.timestamp}${cache === '' ? '' : ` · ${escapeMarkdown(cache)}`}`,
    ...(verdict.complete
      ? []
      : [`**Incomplete**: the run was ${results.status} before its end. It cannot pass.`]),
    ...list([...failures, ...verdict.errors.map(({ message }) => escapeMarkdown(message))]),
    ...criteriaTable(results.phases),
    ...phaseTable(results.phases),
    ...(advice.length === 0 ? [] : ['## What to do next', ...list(advice)]),
  ];
}

/** An item with the figures of each phase below it. */
function adviceItem({ severity, finding, advice, members }: RecommendationGroup): string {
  const said = escapeMarkdown(`${finding}. ${advice}`.trimEnd());
  const figures = members.map(({ phase = 'the run', evidence }) => {
    const told = describeEvidence(evidence);
    return `\n  - ${escapeMarkdown(told === '' ? phase : `${phase}: ${told}`)}`;
  });
  return `${SEVERITY_MARKS[severity]} ${said}${figures.join('')}`;
}

function criteriaTable(phases: readonly PhaseResult[]): string[] {
  const rows = phases.flatMap(({ name, criteria }) =>
    criteria.map(({ key, unit, value, threshold, bound, status, text }) => {
      const [shownValue, shownThreshold] = formatApart(unit, value, threshold);
      return [
        mark(status),
        escapeMarkdown(name),
        escapeMarkdown(key),
        shownValue,
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

function phaseTable(phases: readonly PhaseResult[]): string[] {
  if (phases.length === 0) return [];
  const rows = phases.map(({ name, success, measurements }) => [
    mark(success ? 'pass' : 'fail'),
    escapeMarkdown(name),
    ...KEY_FIGURES.map(([, metric, aggregate]) => {
      const measured = measurements[metric];
      return measured === undefined ? DASH : formatValue(measured.unit, measured[aggregate]);
    }),
  ]);
  const headings = ['', 'Phase', ...KEY_FIGURES.map(([heading]) => heading)];
  return [
    markdownTable([headings, ...rows], {
      align: ['l', 'l', ...KEY_FIGURES.map(() => 'r')],
      alignDelimiters: false,
    }),
  ];
}

function mark(status: 'pass' | 'fail'): string {
  return status === 'pass' ? '✅' : '❌';
}

/** One block with an item a line; no block for no items. */
function list(items: readonly string[]): string[] {
  return items.length === 0 ? [] : [items.map((item) => `- ${item}`).join('\n')];
}
