import {
  renderComparisonJson,
  renderComparisonMarkdown,
  renderComparisonTerminal,
  suggestName,
  type Comparison,
} from '@loadcell/core';
import { createColors } from 'picocolors';
import type { Flags } from '../flags/flag-row.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { UsageError } from '../usage-error.ts';

/** Formats of a comparison, as `--format` names them. */
export const COMPARISON_FORMATS = ['terminal', 'md', 'json'] as const;

/** One of {@link COMPARISON_FORMATS}. */
export type ComparisonFormat = (typeof COMPARISON_FORMATS)[number];

function readFormat(name: string): ComparisonFormat {
  const format = COMPARISON_FORMATS.find((known) => known === name);
  if (format !== undefined) return format;
  throw new UsageError(
    `--format: "${name}" is no format. ${suggestName(name, COMPARISON_FORMATS)}`,
  );
}

/**
 * The requested formats in order, each once; terminal by default.
 * @throws {UsageError} for an unknown one, and for `--json` beside others: its output stands alone
 */
export function chooseComparisonFormats(flags: Flags): readonly ComparisonFormat[] {
  const asked = flags.get('format')?.at(-1)?.split(',') ?? [];
  const formats = [...new Set(asked.map((name) => readFormat(name.trim())))];
  if (!flags.has('json')) return formats.length === 0 ? ['terminal'] : formats;
  const other = formats.find((format) => format !== 'json');
  if (other === undefined) return ['json'];
  throw new UsageError(`--json cannot be combined with --format ${other}.`);
}

function render(format: ComparisonFormat, comparison: Comparison, terminal: Terminal): string {
  const { hasColors, columns } = terminal.stdout;
  switch (format) {
    case 'terminal':
      return renderComparisonTerminal(comparison, {
        palette: createColors(hasColors),
        ...(columns === undefined ? {} : { width: columns }),
      });
    case 'md':
      return renderComparisonMarkdown(comparison);
    case 'json':
      return renderComparisonJson(comparison);
  }
}

/** Prints a comparison in the formats that were asked for. */
export function printComparison(
  comparison: Comparison,
  formats: readonly ComparisonFormat[],
  terminal: Terminal,
): void {
  for (const format of formats) terminal.stdout.write(render(format, comparison, terminal));
}
