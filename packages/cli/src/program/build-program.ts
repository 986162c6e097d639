import { Command, Option, type CommanderError } from 'commander';
import type { CommandDefinition } from '../command-definition.ts';
import { EXIT_CODE_MEANINGS } from '../exit-codes.ts';
import { flagName, type FlagRow } from '../flags/flag-row.ts';
import { COLOR_FLAG, HELP_FLAG, VERSION_FLAG } from './global-flags.ts';
import { parseErrorOf } from './parse-error.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { UsageError } from '../usage-error.ts';

/** What the program does, as the help and the manual begin. */
export const PROGRAM_DESCRIPTION =
  'Measures what it costs to serve a model, and checks the result against thresholds.';

/** Input of {@link buildProgram}. */
export interface ProgramParts {
  readonly version: string;
  readonly commands: readonly CommandDefinition[];
  readonly terminal: Terminal;
  /** The command after `--`, where the program takes one. */
  readonly trailing?: readonly string[];
  /** Runs before a command is loaded, and throws where it must not be. */
  readonly beforeCommand?: () => void;
  /** Receives the exit code of the command. */
  readonly onExit: (code: number) => void;
}

/**
 * An empty variable in a script leaves a flag without a value, so that the next flag would become its value.
 * @throws {UsageError} for an empty value, or a value that is a flag of the command
 */
function refuseMissingValue(row: FlagRow, text: unknown, flags: readonly FlagRow[]): void {
  if (row.kind === 'switch' || typeof text !== 'string') return;
  const isFlag = flags.some((one) => text === `--${flagName(one)}`);
  if (text.trim() !== '' && !isFlag) return;
  const found = isFlag ? `${text} follows it` : 'it is empty';
  throw new UsageError(`--${flagName(row)} needs a value, but ${found}`, {
    help: `pass ${row.flags}, and check for an empty variable`,
  });
}

/** Adds the former name of a flag, hidden from the help; it is rejected with the current one. */
function refuseOldName(command: Command, row: FlagRow): void {
  if (row.formerly === undefined) return;
  const old = row.formerly;
  command.addOption(new Option(`--${old} [value]`).hideHelp());
  command.on(`option:${old}`, () => {
    throw new UsageError(`--${old} is now --${flagName(row)}`, { help: `pass ${row.flags}` });
  });
}

/** Rethrows the end of parsing: help and version unchanged, a failure as a usage error. */
function throwAs(call: string): (error: CommanderError) => never {
  return (error) => {
    throw error.exitCode === 0 ? error : parseErrorOf(error, call);
  };
}

function addCommand(program: Command, definition: CommandDefinition, parts: ProgramParts): void {
  const flags = new Map<string, string[]>();
  const command = program
    .command(definition.name)
    .description(definition.summary)
    .allowExcessArguments(false)
    .showHelpAfterError(false)
    .configureHelp({ showGlobalOptions: true })
    .exitOverride(throwAs(`loadcell ${definition.name}`));
  for (const { name, description } of definition.operands) command.argument(name, description);
  if (definition.trailing !== undefined) {
    command.usage(
      `[options] ${definition.operands.map(({ name }) => name).join(' ')} [-- command...]`,
    );
    command.addHelpText('after', `\nAfter --: ${definition.trailing}`);
  }
  if (definition.notes !== undefined) {
    command.addHelpText('after', ['', ...definition.notes].join('\n'));
  }
  for (const row of definition.flags) {
    const name = flagName(row);
    command.option(row.flags, row.description);
    refuseOldName(command, row);
    command.on(`option:${name}`, (text: unknown) => {
      refuseMissingValue(row, text, definition.flags);
      const before = flags.get(name) ?? [];
      if (before.length > 0 && row.repeatable !== true) {
        throw new UsageError(`--${name} takes one value, but is given twice`, {
          help: `pass --${name} once`,
        });
      }
      flags.set(name, [...before, typeof text === 'string' ? text : '']);
    });
  }
  command.action(async () => {
    parts.beforeCommand?.();
    const action = await definition.loadAction();
    const { terminal, trailing } = parts;
    parts.onExit(
      await action({
        operands: command.args,
        flags,
        terminal,
        ...(trailing === undefined ? {} : { trailing }),
      }),
    );
  });
}

/** Builds the command line parser from the tables of the commands. */
export function buildProgram(parts: ProgramParts): Command {
  const program = new Command('loadcell')
    .description(PROGRAM_DESCRIPTION)
    .version(parts.version, VERSION_FLAG.flags, VERSION_FLAG.description)
    .helpOption(HELP_FLAG.flags, HELP_FLAG.description)
    .option(COLOR_FLAG.flags, COLOR_FLAG.description)
    .configureHelp({ showGlobalOptions: true })
    // Leaves -- to the command.
    .enablePositionalOptions()
    .exitOverride(throwAs('loadcell'))
    .configureOutput({
      writeOut: (text) => parts.terminal.stdout.write(text),
      // Failures are thrown; `main.ts` prints them.
      writeErr: () => undefined,
      getOutHasColors: () => parts.terminal.stdout.hasColors,
      getErrHasColors: () => parts.terminal.stderr.hasColors,
    })
    .addHelpText(
      'after',
      [
        '\nExit codes:',
        ...EXIT_CODE_MEANINGS.map(
          ({ exitCode, label }) => `  ${String(exitCode).padEnd(3)}  ${label}`,
        ),
      ].join('\n'),
    );
  for (const definition of parts.commands) addCommand(program, definition, parts);
  return program;
}
