import { DASH } from '../../metric/format/format-value.ts';
import { shownStage } from '../rows/stage/shown-stage.ts';
import type { Palette } from './palette.ts';
import { mark } from './terminal-table.ts';
import { plainLine } from '../rows/plain-line.ts';
import type { StageResult } from '../results/stage-result.ts';
import { stageHeading } from '../rows/stage/stage-heading.ts';
import { STAGE_COLUMNS, stageTable, type StageRow } from '../rows/stage/stage-rows.ts';

/** How the block of a stage is set. */
export interface StageStyle {
  readonly palette: Palette;
  /** Columns of the terminal. */
  readonly width: number;
  readonly detail: 'brief' | 'full';
  /** Names of the metrics that were asked for. */
  readonly shown: readonly string[];
}

/** Widths of the columns; a wider cell pushes the rest of its line. */
const LABEL = 25;
const CELL = 10;
const THRESHOLD = 17;

/** Columns of a terminal below which the block has the median and p95 alone. */
const MIN_WIDTH = 94;

/** What everyone looks for: where one of these is not measured, a block in brief says why. */
const LATENCIES: readonly string[] = [
  'timeToFirstToken',
  'timePerOutputToken',
  'interTokenLatency',
  'responseLatency',
];

/** Rows of a block in brief that no criterion names, where they have a value; throughput has a line of its own. */
const IN_BRIEF: ReadonlySet<string> = new Set([
  ...LATENCIES,
  'goodput',
  'sloAttainment',
  // There only where responses ended early: the load is lighter than it was asked to be.
  'earlyStopRate',
]);

/** The figures that are one line: `throughput  8 req/s, 512 output tok/s`. */
const THROUGHPUT: readonly (readonly [metric: string, unit: string])[] = [
  ['requestThroughput', 'req/s'],
  ['outputTokenThroughput', 'output tok/s'],
];

/** A stage as a block of lines: what it was, its judged rows, then latency and throughput. */
export function stageBlock(stage: StageResult, style: StageStyle): string[] {
  const { palette, detail } = style;
  const { rows, unmeasured } = stageTable(stage, style.shown);
  const table = rows.filter(
    (row) =>
      !isThroughput(row) &&
      (detail === 'full' || row.status !== 'unjudged' || IN_BRIEF.has(row.metric)),
  );
  // A stage of which nothing was measured says so once, by its failure and not by every metric.
  const hasFigures = rows.some(
    ({ value, cells }) => value !== DASH && value + cells.p50 + cells.max !== '',
  );
  return [
    headingLine(stage, palette),
    ...(table.length === 0 ? [] : [palette.dim(headLine(style))]),
    ...table.map((row) => rowLine(row, style)),
    ...throughputLine(rows.filter(isThroughput)),
    ...noteLines(table, style),
    ...unmeasured
      .map(({ metrics, reason }) => ({
        metrics: detail === 'full' ? metrics : metrics.filter((name) => LATENCIES.includes(name)),
        reason,
      }))
      .filter(({ metrics }) => metrics.length > 0 && (detail === 'full' || hasFigures))
      .map(({ metrics, reason }) =>
        palette.dim(plainLine(`    ${DASH} ${metrics.join(', ')}: not measured: ${reason}`)),
      ),
  ];
}

/** The rows of criteria alone, for a level of a sweep that stands in a table already. */
export function judgedBlock(stage: StageResult, style: StageStyle): string[] {
  const table = stageTable(stage, []).rows;
  if (table.length === 0) return [];
  return [
    headingLine(stage, style.palette),
    style.palette.dim(headLine(style)),
    ...table.map((row) => rowLine(row, style)),
    ...noteLines(table, style),
  ];
}

function isThroughput({ metric, status }: StageRow): boolean {
  return status === 'unjudged' && THROUGHPUT.some(([name]) => name === metric);
}

function headingLine(stage: StageResult, palette: Palette): string {
  const verdict = mark(shownStage(stage), palette);
  return `  ${palette.bold(plainLine(stage.name))}  ${verdict}  ${plainLine(stageHeading(stage))}`;
}

function columnsOf({ width }: StageStyle): readonly (typeof STAGE_COLUMNS)[number][] {
  return width >= MIN_WIDTH ? STAGE_COLUMNS : ['p50', 'p95'];
}

function headLine(style: StageStyle): string {
  const heads = columnsOf(style).map((column) => column.padStart(CELL));
  return `    ${''.padEnd(LABEL)}${heads.join('')}${'threshold'.padStart(THRESHOLD)}`;
}

function rowLine(row: StageRow, style: StageStyle): string {
  const { palette } = style;
  const label = plainLine(row.label).padEnd(LABEL);
  const isJudged = row.status !== 'unjudged';
  const cells = columnsOf(style).map((column, index) =>
    (index === 0 && row.value !== '' ? row.value : row.cells[column]).padStart(CELL),
  );
  const verdict = row.status === 'unjudged' ? '' : `  ${mark(row.status, palette)}`;
  const line = `    ${isJudged ? palette.bold(label) : label}${cells.join('')}`;
  return `${line}${isJudged ? ` ${row.threshold}`.padStart(THRESHOLD) : ''}${verdict}`.trimEnd();
}

function throughputLine(rows: readonly StageRow[]): string[] {
  const figures = THROUGHPUT.flatMap(([metric, unit]) => {
    const row = rows.find((one) => one.metric === metric);
    return row === undefined ? [] : [`${row.value.replace(/\/s$/u, '')} ${unit}`];
  });
  if (figures.length === 0) return [];
  return [`    ${'throughput'.padEnd(LABEL)}  ${figures.join(', ')}`];
}

/** What belongs to rows and no column has: in brief the criteria without a value, which are never folded away. */
function noteLines(rows: readonly StageRow[], { palette, detail }: StageStyle): string[] {
  return rows
    .filter(
      ({ value, status, isAccepted, remark }) =>
        remark !== '' &&
        (detail === 'full' || value === DASH || status === 'inconclusive' || isAccepted),
    )
    .map(({ label, status, remark }) => {
      const line = plainLine(`    ${label}: ${remark}`);
      return status === 'fail' || status === 'inconclusive' ? palette.red(line) : palette.dim(line);
    });
}
