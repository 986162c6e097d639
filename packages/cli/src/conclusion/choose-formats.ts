import {
  EXPORT_FORMATS,
  findReportFormat,
  REPORT_FORMATS,
  type ExportFormat,
  type ReportFormat,
} from '@loadcell/core';
import { chooseFormatNames } from '../flags/choose-name.ts';
import type { Flags } from '../flags/flag-row.ts';

/** A requested format: of a report, or of the recorded data. */
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
 * The requested formats in order, without repeats; terminal by default.
 * @throws {UsageError} for an unknown format, and for `--json` with another one
 */
export function chooseFormats(flags: Flags): readonly ChosenFormat[] {
  return chooseFormatNames(flags, NAMES).flatMap(chosen);
}

/** Whether it is the terminal report. */
export function isForTerminal({ kind, format }: ChosenFormat): boolean {
  return kind === 'report' && format.name === 'terminal';
}
