import type { CommandDefinition } from '../../command-definition.ts';
import { EXIT_CODE_MEANINGS } from '../../exit-codes.ts';
import type { FlagRow, GlobalFlags } from '../../flags/flag-row.ts';
import { PROGRAM_DESCRIPTION } from '../build-program.ts';
import { bold, entry, escapeRoff, italic, paragraph } from './roff.ts';
import { flagTerm, operandTerm, pageName, reference, synopsisOf, TRAILING_TERM } from './usage.ts';

/** What `apropos` prints, on one line. */
const PROGRAM_SUMMARY = 'profile and load-test inference servers';

/** Input of {@link manPages}: the tables that the help comes from. */
export interface ManualParts {
  readonly commands: readonly CommandDefinition[];
  readonly globalFlags: GlobalFlags;
  readonly version: string;
  /** Day of the build. */
  readonly date: Date;
}

/** A page of the manual. */
export interface ManPage {
  /** `loadcell-run.1`. */
  readonly file: string;
  /** Source in the macros of man(7), which every formatter knows. */
  readonly source: string;
}

/** The manual: a page for the program and one for each command. */
export function manPages(parts: ManualParts): ManPage[] {
  return [programPage(parts), ...parts.commands.map((command) => commandPage(command, parts))];
}

function programPage(parts: ManualParts): ManPage {
  const { commands, globalFlags } = parts;
  return page('loadcell', parts, [
    ...nameSection('loadcell', PROGRAM_SUMMARY),
    '.SH SYNOPSIS',
    `${bold('loadcell')} [${italic('options')}] ${italic('command')}`,
    '.SH DESCRIPTION',
    ...paragraph(PROGRAM_DESCRIPTION),
    '.SH COMMANDS',
    ...commands.flatMap((one) => entry(reference(pageName(one)), one.summary)),
    ...optionsSection(globalFlags.ofProgram),
    '.SH EXIT STATUS',
    ...EXIT_CODE_MEANINGS.flatMap(({ exitCode, label }) => entry(bold(String(exitCode)), label)),
    ...seeAlsoSection(commands.map(pageName)),
  ]);
}

function commandPage(command: CommandDefinition, parts: ManualParts): ManPage {
  const { summary, operands, trailing, notes, flags } = command;
  const name = pageName(command);
  return page(name, parts, [
    ...nameSection(name, summary),
    '.SH SYNOPSIS',
    synopsisOf(command),
    '.SH DESCRIPTION',
    ...paragraph(`${upperCase(summary)}.`),
    ...operands.flatMap((operand) => entry(operandTerm(operand), operand.description)),
    ...(trailing === undefined ? [] : entry(TRAILING_TERM, trailing)),
    ...optionsSection([...flags, ...parts.globalFlags.ofCommands]),
    // Some notes are commands to copy: their lines stay.
    ...(notes === undefined ? [] : ['.SH NOTES', '.nf', ...notes.map(escapeRoff), '.fi']),
    ...seeAlsoSection(['loadcell']),
  ]);
}

function page(name: string, { version, date }: ManualParts, body: readonly string[]): ManPage {
  const day = date.toISOString().slice(0, 10);
  const title = escapeRoff(name.toUpperCase());
  const head = `.TH ${title} 1 ${day} "Loadcell ${escapeRoff(version)}" "Loadcell Manual"`;
  return { file: `${name}.1`, source: `${[head, ...body].join('\n')}\n` };
}

function nameSection(name: string, summary: string): string[] {
  return ['.SH NAME', String.raw`${escapeRoff(name)} \- ${escapeRoff(summary)}`];
}

function optionsSection(flags: readonly FlagRow[]): string[] {
  return ['.SH OPTIONS', ...flags.flatMap((row) => entry(flagTerm(row), row.description))];
}

function seeAlsoSection(pages: readonly string[]): string[] {
  return [
    '.SH SEE ALSO',
    ...pages.map((name, index) => reference(name) + (index < pages.length - 1 ? ',' : '')),
  ];
}

function upperCase(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
