import {
  renderComparisonJson,
  renderComparisonMarkdown,
  renderComparisonTerminal,
  type Comparison,
} from '@loadcell/core';
import { createColors } from 'picocolors';
import { chooseFormatNames } from '../flags/choose-name.ts';
import type { Flags } from '../flags/flag-row.ts';
import type { Terminal } from '../terminal/terminal.ts';

/** Formats of a comparison, as `--format` names them. */
export const COMPARISON_FORMATS = ['terminal', 'md', 'json'] as const;

/** One of {@link COMPARISON_FORMATS}. */
export type ComparisonFormat = (typeof COMPARISON_FORMATS)[number];

/**
 * The requested formats in order, each once; terminal by default.
 * @throws {UsageError} for an unknown one, and for `--json` with others: its output stands alone
 */
export function chooseComparisonFormats(flags: Flags): readonly ComparisonFormat[] {
  return chooseFormatNames(flags, COMPARISON_FORMATS);
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
