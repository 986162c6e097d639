import type { CheckResult, MachineReport, PurposeVerdict } from '@loadcell/core';
import { createColors } from 'picocolors';

type Colors = ReturnType<typeof createColors>;

/** Width of the longest status: `warning`. */
const STATUS_WIDTH = 7;

/** A line below a row, under its last column. */
function below(indent: number, text: string, colors: Colors): string {
  return `${' '.repeat(indent)}${colors.dim('->')} ${text}`;
}

/** A line for each check, and a second one with the remedy of each that is not ok. */
export function checkLines(
  checks: readonly CheckResult[],
  { examined, colors }: { readonly examined: number; readonly colors: Colors },
): string[] {
  const signs = {
    ok: colors.green('ok     '),
    note: colors.cyan('note   '),
    warning: colors.yellow('warning'),
    problem: colors.red('PROBLEM'),
  };
  const width = Math.max(...checks.map(({ name }) => name.length));
  return checks.flatMap(({ name, status, found, remedy, purposes }) => {
    const line = `${signs[status]}  ${name.padEnd(width)}  ${found}`;
    if (remedy === undefined) return [line];
    const concern = purposes.length === examined ? '' : `for ${purposes.join(', ')}: `;
    return [line, below(STATUS_WIDTH + width + 4, `${concern}${remedy}`, colors)];
  });
}

const READY_WIDTH = 'NOT READY'.length;

function verdictLines(
  { purpose, command, ready, needs, limits }: PurposeVerdict,
  width: number,
  colors: Colors,
): string[] {
  const sign = ready ? colors.green('ready'.padEnd(READY_WIDTH)) : colors.red('NOT READY');
  const notes = ready ? limits : [`needs ${needs.join(', ')}`];
  return [
    `${purpose.padEnd(width)}  ${sign}  ${command}`,
    ...notes.map((note) => below(width + READY_WIDTH + 4, note, colors)),
  ];
}

/** A report on this machine as text: a line for each check, then a verdict for each purpose. */
export function renderMachine({ checks, purposes }: MachineReport, hasColors: boolean): string {
  const colors = createColors(hasColors);
  const width = Math.max(...purposes.map(({ purpose }) => purpose.length));
  const lines = [
    ...checkLines(checks, { examined: purposes.length, colors }),
    '',
    ...purposes.flatMap((one) => verdictLines(one, width, colors)),
  ];
  return `${lines.join('\n')}\n`;
}
