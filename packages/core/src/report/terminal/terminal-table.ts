import type { ShownStatus } from '../../verdict/criterion-verdict.ts';
import CliTable3 from 'cli-table3';
import { DASH } from '../../metric/format/format-value.ts';
import type { Palette } from './palette.ts';
import { plainLine } from '../rows/plain-line.ts';
import { METRICS } from '../../metric/registry.ts';
import { phaseRows, type ReportRow } from '../rows/report-rows.ts';
import type { PhaseResult } from '../results/run-results.ts';

/** Columns of the whole table; the remark takes what is left of the width. */
const COLUMNS = { name: 32, value: 12, threshold: 14, status: 6 } as const;
/** Names are wrapped in a narrow terminal, and no remark has room. */
const NARROW_COLUMNS = { name: 27, value: 12, threshold: 14, status: 6 } as const;
/** Width of the verdicts where one of them is inconclusive. */
const INCONCLUSIVE_WIDTH = 14;
/** The least width of the table with remarks. */
const MIN_WIDTH = 80;

/** How a table of metrics is set. */
export interface TableStyle {
  readonly palette: Palette;
  /** Columns of the terminal. */
  readonly width: number;
  readonly detail: 'brief' | 'full';
}

/** Metrics of contexts and switches: those of a phase that puts loads on are the same as before it. */
const OF_CONTEXTS: ReadonlySet<string> = new Set([
  'contextLoadTime',
  'transitionTime',
  'contextSwitchTime',
  'switchMemoryOverlap',
  'compressionRatio',
  'contextPreservation',
]);

/** The metrics of a phase as a whole, as lines: all that is known of each, or, in brief, a line for each. */
export function metricTable(phase: PhaseResult, style: TableStyle): string[] {
  if (style.detail === 'full') return [table(phaseRows(phase), style)];
  const rows = phaseRows({ ...phase, shown: shownInBrief(phase) });
  const shown = rows.filter((row) => isJudged(row) || row.value !== DASH);
  const isMeasured = shown.some((row) => row.value !== DASH);
  return [
    ...(shown.length === 0 ? [] : [table(shown, style)]),
    // A phase in which nothing was measured says so once, by its failure and not by every metric.
    ...(isMeasured ? rows.filter((row) => !shown.includes(row)).map(unmeasuredLine) : []).map(
      (line) => style.palette.dim(line),
    ),
  ];
}

/** Where all metrics are shown, those that say little about a phase are left out in brief, unless a criterion names them. */
function shownInBrief({ shown, stages }: PhaseResult): string[] {
  const areAll = METRICS.every(
    ({ name, isShownWhen }) => isShownWhen !== undefined || shown.includes(name),
  );
  if (!areAll) return shown;
  const isLoaded = stages.some(({ load }) => load.kind !== 'sequential');
  return shown.filter((name) => name !== 'anonymousMemory' && !(isLoaded && OF_CONTEXTS.has(name)));
}

/** The verdict in a word. */
export function mark(status: ShownStatus, palette: Palette): string {
  switch (status) {
    case 'pass':
      return palette.green('pass');
    case 'fail':
      return palette.red('FAIL');
    case 'inconclusive':
      return palette.yellow('inconclusive');
  }
}

function isJudged({ status }: ReportRow): boolean {
  return status !== 'unjudged';
}

function unmeasuredLine({ name, value, gist }: ReportRow): string {
  return `  ${value} ${plainLine(name)}: ${plainLine(gist)}`;
}

function table(rows: readonly ReportRow[], style: TableStyle): string {
  const { palette, width, detail } = style;
  const hasRemarks = detail === 'full' || width >= MIN_WIDTH;
  const { name, value, threshold, status: short } = hasRemarks ? COLUMNS : NARROW_COLUMNS;
  const status = rows.some((row) => row.status === 'inconclusive') ? INCONCLUSIVE_WIDTH : short;
  const fixed = name + value + threshold + status;
  const columns = ['metric', 'value', 'threshold', '', 'remark'].slice(0, hasRemarks ? 5 : 4);
  const made = new CliTable3({
    chars: NO_BORDERS,
    head: columns.map(palette.dim),
    colWidths: [
      name,
      value,
      threshold,
      status,
      ...(hasRemarks ? [Math.max(MIN_WIDTH, width) - fixed] : []),
    ],
    colAligns: ['left', 'right', 'right', 'left', 'left'],
    style: { head: [], border: [], 'padding-left': 1, 'padding-right': 1 },
    wordWrap: true,
  });
  made.push(...rows.map((row) => cells(row, style).slice(0, columns.length)));
  return made.toString().replaceAll(/[ \t]+$/gmu, '');
}

function cells(row: ReportRow, { palette, detail }: TableStyle): string[] {
  const name = plainLine(row.name);
  const remark = plainLine(detail === 'full' ? row.remark : row.gist);
  return [
    isJudged(row) ? palette.bold(name) : name,
    row.value,
    row.threshold,
    row.status === 'unjudged' ? '' : mark(row.status, palette),
    row.status === 'fail' || row.status === 'inconclusive'
      ? palette.red(remark)
      : palette.dim(remark),
  ];
}

const NO_BORDERS = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '',
} as const;
