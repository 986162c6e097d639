import {
  EXPORT_FORMATS,
  findReportFormat,
  REPORT_FORMATS,
  type ExportFormat,
  type ReportFormat,
} from '@loadcell/core';
import { chooseFormatNames } from '../flags/choose-name.ts';
import type { Flags } from '../flags/flag-row.ts';

/** A format that was asked for: one of reports, or one that the streams themselves are written as. */
export type ChosenFormat =
  | { readonly kind: 'report'; readonly format: ReportFormat }
  | { readonly kind: 'streams'; readonly format: ExportFormat };

const NAMES = [...REPORT_FORMATS.map(({ name }) => name), ...EXPORT_FORMATS];

function chosen(name: string): ChosenFormat[] {
  const report = findReportFormat(name);
  if (report !== undefined) return [{ kind: 'report', format: report }];
  return EXPORT_FORMATS.filter((known) => known === name).map((format) => ({
    kind: 'streams',
    format,
  }));
}

/**
 * The formats that the command line asks for, in its order and each once; for a terminal when it asks for none.
 * @throws {UsageError} for an unknown one, and for `--json` with others: its output stands alone
 */
export function chooseFormats(flags: Flags): readonly ChosenFormat[] {
  return chooseFormatNames(flags, NAMES).flatMap(chosen);
}

/** Whether it is the report that people read at a terminal. */
export function isForTerminal({ kind, format }: ChosenFormat): boolean {
  return kind === 'report' && format.name === 'terminal';
}
