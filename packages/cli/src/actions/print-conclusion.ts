import path from 'node:path';
import {
  renderMarkdown,
  renderReportJson,
  renderTerminal,
  suggestName,
  type RunConclusion,
} from '@loadcell/core';
import { createColors } from 'picocolors';
import type { Invocation } from '../command/command-definition.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { UsageError } from '../usage-error.ts';

/** What a report can be printed as. */
const FORMATS = ['terminal', 'json', 'md'] as const;

/** One of {@link FORMATS}. */
type Format = (typeof FORMATS)[number];

function readFormat(name: string): Format {
  const format = FORMATS.find((known) => known === name);
  if (format !== undefined) return format;
  throw new UsageError(`--format: "${name}" is no format. ${suggestName(name, FORMATS)}`);
}

/**
 * The formats that the command line asks for, in its order.
 * @throws {UsageError} for an unknown one, and for `--json` beside others: its output stands alone
 */
export function chooseFormats(flags: Invocation['flags']): readonly Format[] {
  const asked = (flags.get('format')?.at(-1)?.split(',') ?? []).map((name) =>
    readFormat(name.trim()),
  );
  if (!flags.has('json')) return asked.length === 0 ? ['terminal'] : [...new Set(asked)];
  const other = asked.find((format) => format !== 'json');
  if (other === undefined) return ['json'];
  throw new UsageError(`--json prints the report alone, so it does not go with --format ${other}.`);
}

function render(conclusion: RunConclusion, format: Format, terminal: Terminal): string {
  const { hasColors, columns } = terminal.stdout;
  switch (format) {
    case 'json':
      return renderReportJson(conclusion.report);
    case 'md':
      return renderMarkdown(conclusion);
    case 'terminal':
      return renderTerminal(conclusion, {
        palette: createColors(hasColors),
        ...(columns === undefined ? {} : { width: columns }),
      });
  }
}

/** Prints what a run came to on stdout, and where its directory is on stderr. */
export function printConclusion(
  conclusion: RunConclusion,
  formats: readonly Format[],
  terminal: Terminal,
): void {
  for (const format of formats) terminal.stdout.write(render(conclusion, format, terminal));
  const runDir = path.relative(terminal.workingDirectory, conclusion.runDir);
  terminal.stderr.write(
    `\nRun directory: ${runDir.startsWith('..') ? conclusion.runDir : runDir || '.'}\n`,
  );
}
