import { DASH } from '../../metric/format/format-value.ts';
import { shownStage } from '../rows/stage/shown-stage.ts';
import { groupLines, groupTables, type GroupTable } from '../rows/groups/group-tables.ts';
import { headingLines, mark, wrapLine, type TerminalStyle } from './terminal-style.ts';
import { plainLine } from '../rows/plain-line.ts';
import type { StageResult } from '../results/stage-result.ts';
import { metricLabels } from '../rows/stage/metric-labels.ts';
import { stageHeading } from '../rows/stage/stage-heading.ts';
import { STAGE_COLUMNS, stageTable, type StageRow } from '../rows/stage/stage-rows.ts';

/** The style of a stage's block. */
export interface StageStyle extends TerminalStyle {
  /** Names of the requested metrics. */
  readonly shown: readonly string[];
}

/** Widths of the columns; the labels of a full table may need more. */
const MIN_LABEL = 25;
const CELL = 10;
const THRESHOLD = 17;
const GROUP_INDENT = '    ';

/** Columns of a terminal below which the block has the median and p95 alone. */
const MIN_WIDTH = 94;

/** Rows of a block in brief that no criterion names, where they have a value; throughput has a line of its own. */
const IN_BRIEF: ReadonlySet<string> = new Set([
  'timeToFirstToken',
  // Shown only where the network is a notable part of TTFT.
  'timeToFirstTokenWithoutNetwork',
  'timePerOutputToken',
  'interTokenLatency',
  'responseLatency',
  'goodput',
  'sloAttainment',
  // Has a value only where responses ended early, so that the load is lighter than requested.
  'earlyStopRate',
  // Of requests that demand a JSON schema.
  'schemaValidity',
  // Shown only for large requests.
  'requestSize',
  // Of recordings and speech.
  'realTimeFactor',
  'timeToFirstAudio',
  'audioThroughput',
]);

/** The figures that are one line: `throughput  8 req/s, 512 output tok/s`. */
const THROUGHPUT: readonly (readonly [metric: string, unit: string])[] = [
  ['requestThroughput', 'req/s'],
  ['outputTokenThroughput', 'output tok/s'],
];

/** The same for results of inputs. */
const ITEM_THROUGHPUT: typeof THROUGHPUT = [
  ['requestThroughput', 'req/s'],
  ['itemThroughput', 'items/s'],
  ['inputTokenThroughput', 'input tok/s'],
];

/** A stage as a block of lines: what it was, its judged rows, then latency and throughput. */
export function stageBlock(stage: StageResult, style: StageStyle): string[] {
  const { palette, detail } = style;
  const { rows, unmeasured } = stageTable(stage, style.shown);
  const figures = figuresOf(rows);
  const table = rows.filter(
    (row) =>
      !isThroughput(row, figures) &&
      (detail === 'full' || row.status !== 'unjudged' || IN_BRIEF.has(row.metric)),
  );
  return [
    ...headingOf(stage, style),
    ...(table.length === 0 ? [] : [palette.dim(headLine(labelWidth(table), style))]),
    ...table.map((row) => rowLine(row, labelWidth(table), style)),
    ...throughputLine(rows.filter((row) => isThroughput(row, figures))),
    ...noteLines(table, style),
    ...groupBlocks(stage, style),
    ...(detail === 'full' ? unmeasured : []).flatMap(({ metrics, reason }) =>
      wrapLine(
        plainLine(`    ${DASH} ${metricLabels(metrics)}: not measured: ${reason}`),
        style.width,
        8,
      ).map(palette.dim),
    ),
  ];
}

/** The rows of criteria alone, for a level of a sweep that stands in a table already. */
export function judgedBlock(stage: StageResult, style: StageStyle): string[] {
  const table = stageTable(stage, []).rows;
  if (table.length === 0) return [];
  return [
    ...headingOf(stage, style),
    style.palette.dim(headLine(labelWidth(table), style)),
    ...table.map((row) => rowLine(row, labelWidth(table), style)),
    ...noteLines(table, style),
  ];
}

function isThroughput({ metric, status }: StageRow, figures: typeof THROUGHPUT): boolean {
  return status === 'unjudged' && figures.some(([name]) => name === metric);
}

function headingOf(stage: StageResult, style: StageStyle): string[] {
  const heading = {
    indent: 2,
    name: plainLine(stage.name),
    status: shownStage(stage),
    text: plainLine(stageHeading(stage)),
  };
  return headingLines(heading, style);
}

function columnsOf({ width }: StageStyle): readonly (typeof STAGE_COLUMNS)[number][] {
  return width >= MIN_WIDTH ? STAGE_COLUMNS : ['p50', 'p95'];
}

function labelWidth(rows: readonly StageRow[]): number {
  return Math.max(MIN_LABEL, ...rows.map(({ label }) => label.length + 1));
}

function headLine(label: number, style: StageStyle): string {
  const heads = columnsOf(style).map((column) => column.padStart(CELL));
  return `    ${''.padEnd(label)}${heads.join('')}${'threshold'.padStart(THRESHOLD)}`;
}

function rowLine(row: StageRow, width: number, style: StageStyle): string {
  const { palette } = style;
  const label = plainLine(row.label).padEnd(width);
  const isJudged = row.status !== 'unjudged';
  const cells = columnsOf(style).map((column, index) =>
    (index === 0 && row.value !== '' ? row.value : row.cells[column]).padStart(CELL),
  );
  const verdict = row.status === 'unjudged' ? '' : `  ${mark(row.status, palette)}`;
  const line = `    ${isJudged ? palette.bold(label) : label}${cells.join('')}`;
  return `${line}${isJudged ? ` ${row.threshold}`.padStart(THRESHOLD) : ''}${verdict}`.trimEnd();
}

function figuresOf(rows: readonly StageRow[]): typeof THROUGHPUT {
  return rows.some(({ metric }) => metric === 'itemThroughput') ? ITEM_THROUGHPUT : THROUGHPUT;
}

function throughputLine(rows: readonly StageRow[]): string[] {
  const figures = figuresOf(rows).flatMap(([metric, unit]) => {
    const row = rows.find((one) => one.metric === metric);
    return row === undefined ? [] : [`${row.value.replace(/\/s$/u, '')} ${unit}`];
  });
  if (figures.length === 0) return [];
  return [`    ${'throughput'.padEnd(MIN_LABEL)}  ${figures.join(', ')}`];
}

/** Turns above which a block in brief shows the states of conversations instead. */
const TURNS_IN_BRIEF = 4;

/** A table for each property of which the stage has several values; in brief one of turns or states of conversations. */
function groupBlocks(stage: StageResult, { palette, width, detail }: StageStyle): string[] {
  const tables = groupTables(stage, width - GROUP_INDENT.length);
  const turns = tables.find(({ by }) => by === 'turn')?.rows.length ?? 0;
  const hidden = turns > TURNS_IN_BRIEF ? 'turn' : turns > 0 ? 'conversation' : '';
  const isShown = ({ by }: GroupTable): boolean => detail === 'full' || by !== hidden;
  return tables.filter(isShown).flatMap((table) => {
    const [head = '', ...rows] = groupLines(table).map((line) => plainLine(GROUP_INDENT + line));
    return [palette.dim(head), ...rows];
  });
}

/** What belongs to rows and no column has: in brief the criteria without a value; the verdict has why one is inconclusive. */
function noteLines(rows: readonly StageRow[], { palette, width, detail }: StageStyle): string[] {
  return rows
    .filter(
      ({ value, isAccepted, remark }) =>
        remark !== '' && (detail === 'full' || value === DASH || isAccepted),
    )
    .flatMap(({ label, status, remark }) => {
      const isBad = status === 'fail' || status === 'inconclusive';
      return wrapLine(plainLine(`    ${label}: ${remark}`), width, 8).map(
        isBad ? palette.red : palette.dim,
      );
    });
}
