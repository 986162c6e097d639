import CliTable3 from 'cli-table3';
import { plainLine } from '../report/rows/plain-line.ts';
import { PLAIN_PALETTE, type Palette } from '../report/terminal/palette.ts';
import type { Comparison, DifferenceVerdict } from './comparison.ts';
import { comparisonRows, countsLine, methodLines, type ComparisonRow } from './comparison-rows.ts';
import { settingLines } from './settings/setting-lines.ts';

/** Layout of a comparison on a terminal. */
export interface ComparisonTerminalOptions {
  /** Colors; none when absent. */
  readonly palette?: Palette;
  /** Columns of the terminal; 120 when absent, and never under 118. */
  readonly width?: number;
}

const DEFAULT_WIDTH = 120;
const MIN_WIDTH = 118;

/** Widths of the columns; the remark takes the rest. */
const COLUMNS = [32, 11, 11, 10, 24, 8] as const;
const MIN_REMARK = 20;

const NO_LINES = [
  'top',
  'top-mid',
  'top-left',
  'top-right',
  'bottom',
  'bottom-mid',
  'bottom-left',
  'bottom-right',
  'left',
  'left-mid',
  'mid',
  'mid-mid',
  'right',
  'right-mid',
  'middle',
] as const;

function mark(verdict: DifferenceVerdict, palette: Palette): string {
  switch (verdict) {
    case 'worse':
      return palette.red('WORSE');
    case 'better':
      return palette.green('better');
    case 'same':
      return 'same';
    case 'inconclusive':
      return palette.dim('?');
  }
}

function table(rows: readonly ComparisonRow[], palette: Palette, width: number): string {
  const fixed = COLUMNS.reduce((sum, one) => sum + one, 0);
  const made = new CliTable3({
    chars: Object.fromEntries(NO_LINES.map((name) => [name, ''])),
    head: ['metric', 'base', 'candidate', 'change', 'interval', '', 'remark'].map(palette.dim),
    colWidths: [...COLUMNS, Math.max(MIN_REMARK, width - fixed)],
    colAligns: ['left', 'right', 'right', 'right', 'right', 'left', 'left'],
    style: { head: [], border: [], 'padding-left': 1, 'padding-right': 1 },
    wordWrap: true,
  });
  made.push(
    ...rows.map(({ name, base, candidate, change, interval, verdict, remark }) => [
      verdict === 'worse' || verdict === 'better' ? palette.bold(name) : name,
      base,
      candidate,
      change,
      interval,
      mark(verdict, palette),
      palette.dim(remark),
    ]),
  );
  return made.toString().replaceAll(/[ \t]+$/gmu, '');
}

/** A comparison as text for a terminal; `?` stands for an inconclusive verdict. */
export function renderComparisonTerminal(
  comparison: Comparison,
  options: ComparisonTerminalOptions = {},
): string {
  const palette = options.palette ?? PLAIN_PALETTE;
  const width = Math.max(MIN_WIDTH, options.width ?? DEFAULT_WIDTH);
  const { base, candidates } = comparison;
  const lines: string[] = [];
  for (const { name, runDirs, mismatches, changes, settings, metrics } of candidates) {
    const sides = `${plainLine(name)} (${runDirs.length}) against ${plainLine(base.name)} (${base.runDirs.length})`;
    lines.push(
      palette.bold(sides),
      ...mismatches.map((line) => palette.yellow(`  ! mismatch: ${plainLine(line)}`)),
      ...changes.map((line) => palette.dim(`  differs: ${plainLine(line)}`)),
      ...settingLines(settings).map((line) => palette.dim(`  setting ${plainLine(line)}`)),
    );
    for (const { place, rows } of comparisonRows(metrics)) {
      lines.push('', palette.bold(plainLine(place)), table(rows, palette, width));
    }
    lines.push('');
  }
  lines.push(
    ...methodLines(comparison).map((line) => palette.dim(plainLine(line))),
    '',
    palette.bold(countsLine(comparison)),
  );
  return `${lines.join('\n')}\n`;
}
