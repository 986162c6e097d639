import { markdownTable } from 'markdown-table';
import { formatMs } from '../metric/format-value.ts';
import type { Conclusion } from './conclude-run.ts';
import { escapeHtml, escapeMarkdown } from './escape-markdown.ts';
import { glossary } from './glossary.ts';
import { environmentLines, honestyLines } from './honesty.ts';
import { loadCurveText } from './load-curve-rows.ts';
import { markdownSummary } from './markdown-summary.ts';
import { reportRows, type ReportRow } from './report-rows.ts';
import type { PhaseResult, RunResults } from './results/run-results.ts';
import { serverMemoryText } from './server-memory/server-memory-text.ts';
import { settingRows } from './settings/settings-lines.ts';

/**
 * A whole conclusion as Markdown, for pull requests and wikis: what it came to, and folded away below it every metric,
 * how far it can be trusted, the environment and the definitions. Text that comes from a host is escaped.
 */
export function renderMarkdown(conclusion: Conclusion): string {
  const { results } = conclusion;
  const environment = environmentLines(results);
  const definitions = glossary(results).map(({ name, description, formula }) =>
    [name, description, formula].map(escapeMarkdown),
  );
  const blocks = [
    ...markdownSummary(conclusion),
    ...results.phases.flatMap(phaseDetails),
    ...(environment.length === 0 ? [] : details('Environment', [list(environment)])),
    ...settingsBlocks(results),
    ...details('Definitions', [
      markdownTable([['Metric', 'What it is', 'Formula'], ...definitions], { padding: false }),
    ]),
  ];
  return `${blocks.join('\n\n')}\n`;
}

/** What {@link renderMarkdown} gives without what it folds away, where there is no room for all of it. */
export function renderMarkdownSummary(conclusion: Conclusion): string {
  return `${markdownSummary(conclusion).join('\n\n')}\n`;
}

function phaseDetails(phase: PhaseResult): string[] {
  const table = markdownTable(
    [
      ['Metric', 'Value', 'Threshold', 'Verdict', 'Remark'],
      ...reportRows(phase).map((row) => cells(row)),
    ],
    { align: ['l', 'r', 'r', 'l', 'l'], alignDelimiters: false },
  );
  const heading = `${phase.name}: ${phase.success ? 'pass' : 'fail'}, ${formatMs(phase.duration)}`;
  return details(heading, [
    table,
    ...curveBlocks(phase),
    ...memoryBlocks(phase),
    list(honestyLines(phase)),
  ]);
}

function settingsBlocks(results: RunResults): string[] {
  const rows = settingRows(results);
  if (rows.length === 0) return [];
  const cellsOf = rows.map(({ name, value, later }) => [name, value, later].map(escapeMarkdown));
  const head = ['Setting', 'Value', 'At the end, where it differs'];
  return details('Server settings', [
    markdownTable([head, ...cellsOf], { alignDelimiters: false }),
  ]);
}

function curveBlocks({ loadCurve }: PhaseResult): string[] {
  if (loadCurve === undefined) return [];
  const { summary, head, rows } = loadCurveText(loadCurve);
  const align = head.map(() => 'r');
  return [
    escapeMarkdown(summary),
    markdownTable(
      [head, ...rows].map((row) => row.map(escapeMarkdown)),
      { align, alignDelimiters: false },
    ),
  ];
}

function memoryBlocks({ serverMemory }: PhaseResult): string[] {
  if (serverMemory === undefined) return [];
  const { title, head, rows } = serverMemoryText(serverMemory);
  return [
    escapeMarkdown(title),
    markdownTable(
      [head, ...rows].map((row) => row.map(escapeMarkdown)),
      { align: ['l', 'r', 'l'], alignDelimiters: false },
    ),
  ];
}

/** Blocks that are folded away under a heading. Blank lines let Markdown go on within. */
function details(heading: string, blocks: readonly string[]): string[] {
  return [`<details>\n<summary>${escapeHtml(heading)}</summary>`, ...blocks, '</details>'];
}

function cells({ name, value, threshold, status, remark }: ReportRow): string[] {
  const verdict = status === 'unjudged' ? '' : status === 'fail' ? '**fail**' : status;
  return [escapeMarkdown(name), value, threshold, verdict, escapeMarkdown(remark)];
}

function list(items: readonly string[]): string {
  return items.map((item) => `- ${escapeMarkdown(item)}`).join('\n');
}
