import {
  EXPORT_FORMATS,
  findReportFormat,
  REPORT_FORMATS,
  suggestName,
  type ExportFormat,
  type ReportFormat,
} from '@loadcell/core';
import type { Flags } from '../flags/flag-row.ts';
import { UsageError } from '../usage-error.ts';

/** A format that was asked for: one of reports, or one that the streams themselves are written as. */
export type ChosenFormat =
  | { readonly kind: 'report'; readonly format: ReportFormat }
  | { readonly kind: 'streams'; readonly format: ExportFormat };

const NAMES = [...REPORT_FORMATS.map(({ name }) => name), ...EXPORT_FORMATS];

function readFormat(name: string): ChosenFormat {
  const report = findReportFormat(name);
  if (report !== undefined) return { kind: 'report', format: report };
  const streams = EXPORT_FORMATS.find((known) => known === name);
  if (streams !== undefined) return { kind: 'streams', format: streams };
  throw new UsageError(`--format: "${name}" is no format. ${suggestName(name, NAMES)}`);
}

/**
 * The formats that the command line asks for, in its order and each once; for a terminal when it asks for none.
 * @throws {UsageError} for an unknown one, and for `--json` beside others: its output stands alone
 */
export function chooseFormats(flags: Flags): readonly ChosenFormat[] {
  const asked = flags
    .get('format')
    ?.at(-1)
    ?.split(',')
    .map((name) => name.trim());
  const chosen = [...new Set(asked)].map(readFormat);
  if (!flags.has('json')) return asked === undefined ? [readFormat('terminal')] : chosen;
  const [other] = (asked ?? []).filter((name) => name !== 'json');
  if (other === undefined) return [readFormat('json')];
  throw new UsageError(`--json prints the report alone, so it does not go with --format ${other}.`);
}

/** Whether it is the report that people read at a terminal. */
export function isForTerminal({ kind, format }: ChosenFormat): boolean {
  return kind === 'report' && format.name === 'terminal';
}
