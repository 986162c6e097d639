import { shownSuccess } from '../../verdict/criterion-verdict.ts';
import { shownStage } from '../rows/stage/shown-stage.ts';
import { markdownTable } from 'markdown-table';
import { DASH, formatMs } from '../../metric/format/format-value.ts';
import type { LoadCurve } from '../../metric/slo/load-curve-schema.ts';
import type { Conclusion } from '../results/conclude-run.ts';
import { escapeHtml, escapeMarkdown } from './escape-markdown.ts';
import { glossary } from '../rows/glossary.ts';
import { environmentLines, dataQualityLines } from '../rows/data-quality.ts';
import { loadCurveText } from '../rows/load-curve-rows.ts';
import { markdownSummary } from './markdown-summary.ts';
import { phaseRows, type ReportRow } from '../rows/report-rows.ts';
import type { PhaseResult, RunResults } from '../results/run-results.ts';
import type { StageResult } from '../results/stage-result.ts';
import { serverMemoryText } from '../rows/server-memory-text.ts';
import { groupTables } from '../rows/groups/group-tables.ts';
import { settingRows } from '../rows/settings/settings-lines.ts';
import { criterionLine, homelessCriteria, notRunLines } from '../rows/stage/absent-lines.ts';
import { metricLabels } from '../rows/stage/metric-labels.ts';
import { stageHeading } from '../rows/stage/stage-heading.ts';
import { stageLines } from '../rows/stage/stage-lines.ts';
import { stageParts } from '../rows/stage/stage-parts.ts';
import { STAGE_COLUMNS, stageTable } from '../rows/stage/stage-rows.ts';

/**
 * A whole conclusion as Markdown, for pull requests and wikis: a summary, and folded below it every metric, the data quality,
 * the environment and the definitions. Untrusted text is escaped.
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
      markdownTable([['Metric', 'Definition', 'Formula'], ...definitions], { padding: false }),
    ]),
  ];
  return `${blocks.join('\n\n')}\n`;
}

/** The summary alone, where there is no room for all of {@link renderMarkdown}. */
export function renderMarkdownSummary(conclusion: Conclusion): string {
  return `${markdownSummary(conclusion).join('\n\n')}\n`;
}

function phaseDetails(phase: PhaseResult): string[] {
  const table = markdownTable(
    [
      ['Metric', 'Value', 'Threshold', 'Verdict', 'Remark'],
      ...phaseRows(phase).map((row) => cells(row)),
    ],
    { align: ['l', 'r', 'r', 'l', 'l'], alignDelimiters: false },
  );
  const heading = `${phase.name}: ${shownSuccess(phase)}, ${formatMs(phase.duration)}`;
  return details(heading, [
    table,
    ...memoryBlocks(phase),
    list(dataQualityLines(phase)),
    ...loadBlocks(phase),
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

/** A table for each stage and each sweep, and what was requested and did not run. */
function loadBlocks(phase: PhaseResult): string[] {
  const absent = [
    ...notRunLines(phase),
    ...homelessCriteria(phase).map((one) => `FAIL ${criterionLine(one)}`),
  ];
  return [
    ...stageParts(phase).flatMap((part) =>
      part.kind === 'stage'
        ? [
            ...stageBlocks(part.stage, phase.shown),
            ...groupBlocks(part.stage),
            list(stageLines(phase, part.stage)),
          ]
        : [
            ...curveBlocks(part.curve, part.levels),
            ...part.levels
              .filter(({ criteria }) => criteria.length > 0)
              .flatMap((level) => stageBlocks(level, [])),
          ],
    ),
    ...(absent.length === 0 ? [] : [list(absent)]),
  ];
}

function stageBlocks(stage: StageResult, shown: readonly string[]): string[] {
  const { rows, unmeasured } = stageTable(stage, shown);
  const head = ['Metric', 'Value', ...STAGE_COLUMNS, 'Threshold', 'Verdict', 'Remark'];
  const body = [
    ...rows.map(({ label, value, cells: percentiles, threshold, status, remark }) => [
      escapeMarkdown(label),
      value,
      ...STAGE_COLUMNS.map((column) => percentiles[column]),
      threshold,
      verdictText(status),
      escapeMarkdown(remark),
    ]),
    ...unmeasured.map(({ metrics, reason }) => [
      escapeMarkdown(metricLabels(metrics)),
      DASH,
      ...STAGE_COLUMNS.map(() => ''),
      '',
      '',
      escapeMarkdown(`not measured: ${reason}`),
    ]),
  ];
  const align = ['l', 'r', ...STAGE_COLUMNS.map(() => 'r'), 'r', 'l', 'l'];
  const mark = verdictText(shownStage(stage));
  return [
    `**${escapeMarkdown(stage.name)}** ${mark}: ${escapeMarkdown(stageHeading(stage))}`,
    ...(body.length === 0
      ? []
      : [markdownTable([head, ...body], { align, alignDelimiters: false })]),
  ];
}

function groupBlocks(stage: StageResult): string[] {
  return groupTables(stage).map(({ head, rows }) =>
    markdownTable(
      [head, ...rows].map((row) => row.map(escapeMarkdown)),
      { align: head.map((_, column) => (column === 0 ? 'l' : 'r')), alignDelimiters: false },
    ),
  );
}

function curveBlocks(curve: LoadCurve, levels: readonly StageResult[]): string[] {
  const { summary, head, rows } = loadCurveText(curve, levels);
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

/** Blocks folded under a heading. Blank lines let Markdown continue within. */
function details(heading: string, blocks: readonly string[]): string[] {
  return [`<details>\n<summary>${escapeHtml(heading)}</summary>`, ...blocks, '</details>'];
}

function cells({ label, value, threshold, status, remark }: ReportRow): string[] {
  return [escapeMarkdown(label), value, threshold, verdictText(status), escapeMarkdown(remark)];
}

function verdictText(status: ReportRow['status']): string {
  return status === 'unjudged' ? '' : status === 'pass' ? status : `**${status}**`;
}

function list(items: readonly string[]): string {
  return items.map((item) => `- ${escapeMarkdown(item)}`).join('\n');
}
