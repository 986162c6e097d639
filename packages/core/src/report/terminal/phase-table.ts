import { DASH } from '../../metric/format/format-value.ts';
import { METRICS } from '../../metric/registry.ts';
import type { PhaseResult } from '../results/run-results.ts';
import { plainLine } from '../rows/plain-line.ts';
import { phaseRows, type ReportRow } from '../rows/report-rows.ts';
import { mark, wrapLine, type TerminalStyle } from './terminal-style.ts';

/** Widths of the columns, that of the name at least; a wider cell pushes the rest of its line. */
const COLUMNS = { name: 31, value: 12, threshold: 14 } as const;
/** The same in a terminal below `MIN_WIDTH`. */
const NARROW_COLUMNS = { name: 27, value: 11, threshold: 11 } as const;
const MIN_WIDTH = 80;

/** What a phase of single requests is about: loading a model, and releasing it. */
const OF_LOADING: ReadonlySet<string> = new Set(['loadTime', 'contextLoadTime', 'retainedMemory']);

/** The phase that is about switching models. */
const SWITCHING_PHASE = 'cross-model';

/** Its metrics, in addition to those of loading. */
const OF_SWITCHING: ReadonlySet<string> = new Set([
  'transitionTime',
  'contextSwitchTime',
  'switchMemoryOverlap',
  'compressionRatio',
  'contextPreservation',
]);

/**
 * The metrics of a phase as a whole as lines, with notes below them: every one in full; in brief those that a criterion
 * names, that the user chose, or that the phase is about.
 */
export function phaseTable(phase: PhaseResult, style: TerminalStyle): string[] {
  const isBrief = style.detail === 'brief';
  const rows = phaseRows(isBrief ? { ...phase, shown: shownInBrief(phase) } : phase);
  const table = rows.filter((row) => isJudged(row) || row.value !== DASH);
  return [
    ...table.map((row) => rowLine(row, Math.max(...table.map(({ label }) => label.length)), style)),
    ...table.flatMap((row) => noteLines(row, style)),
    ...(isBrief ? [] : rows.filter((row) => !table.includes(row))).flatMap(({ label, gist }) =>
      wrapLine(plainLine(`  ${DASH} ${label}: ${gist}`), style.width, 6).map(style.palette.dim),
    ),
  ];
}

function shownInBrief({ name, shown, stages }: PhaseResult): string[] {
  const areAll = METRICS.every(
    ({ name: metric, isShownWhen }) => isShownWhen !== undefined || shown.includes(metric),
  );
  if (!areAll) return shown;
  // A recording has no stages: memory and CPU are all that it is about.
  if (stages.length === 0) return shown.filter((metric) => metric !== 'anonymousMemory');
  if (stages.some(({ load }) => load.kind !== 'sequential')) return [];
  return shown.filter(
    (metric) => OF_LOADING.has(metric) || (name === SWITCHING_PHASE && OF_SWITCHING.has(metric)),
  );
}

function isJudged({ status }: ReportRow): boolean {
  return status !== 'unjudged';
}

function rowLine(row: ReportRow, longest: number, { palette, width }: TerminalStyle): string {
  const { name, value, threshold } = width < MIN_WIDTH ? NARROW_COLUMNS : COLUMNS;
  const label = plainLine(row.label);
  const verdict = row.status === 'unjudged' ? '' : `  ${mark(row.status, palette)}`;
  const figures = ` ${row.value}`.padStart(value) + ` ${row.threshold}`.padStart(threshold);
  const gap = ' '.repeat(Math.max(name, longest) - label.length);
  return `  ${isJudged(row) ? palette.bold(label) : label}${gap}${figures}`.trimEnd() + verdict;
}

/** What belongs to a row and no column has; in brief only that of a criterion without a value. */
function noteLines(
  { label, value, status, remark, gist }: ReportRow,
  { palette, width, detail }: TerminalStyle,
): string[] {
  const note = detail === 'full' ? remark : gist;
  const isShown = detail === 'full' || value === DASH;
  if (note === '' || !isShown) return [];
  const isBad = status === 'fail' || status === 'inconclusive';
  return wrapLine(plainLine(`  ${label}: ${note}`), width, 4).map(
    isBad ? palette.red : palette.dim,
  );
}
