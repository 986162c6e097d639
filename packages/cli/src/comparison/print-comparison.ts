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

/** Values of `--format` for a comparison. */
export const COMPARISON_FORMATS = ['terminal', 'md', 'json'] as const;

/** One of {@link COMPARISON_FORMATS}. */
export type ComparisonFormat = (typeof COMPARISON_FORMATS)[number];

/**
 * The requested formats in order, without repeats; terminal by default.
 * @throws {UsageError} for an unknown format, and for `--json` with another one
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

/** Prints a comparison in the requested formats. */
export function printComparison(
  comparison: Comparison,
  formats: readonly ComparisonFormat[],
  terminal: Terminal,
): void {
  for (const format of formats) terminal.stdout.write(render(format, comparison, terminal));
}
