import { Command, Option, type CommanderError } from 'commander';
import type { CommandDefinition } from '../command-definition.ts';
import { flagName, type FlagRow } from '../flags/flag-row.ts';
import { parseErrorOf } from './parse-error.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { UsageError } from '../usage-error.ts';

/** What a program is made of. */
export interface ProgramParts {
  readonly version: string;
  readonly commands: readonly CommandDefinition[];
  readonly terminal: Terminal;
  /** What followed `--`, where the command takes a command. */
  readonly trailing?: readonly string[];
  /** Takes what the command that was run ended with. */
  readonly onExit: (code: number) => void;
}

/**
 * A variable of a script that is empty leaves a flag without its value, which would then be the next flag.
 * @throws {UsageError} when that has happened
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

/** A flag that was renamed is known by its old name, too, and refused with the new one. */
function refuseOldName(command: Command, row: FlagRow): void {
  if (row.formerly === undefined) return;
  const old = row.formerly;
  command.addOption(new Option(`--${old} [value]`).hideHelp());
  command.on(`option:${old}`, () => {
    throw new UsageError(`--${old} is now --${flagName(row)}`, { help: `pass ${row.flags}` });
  });
}

/** Throws the end of the parsing: of help and version as it is, of a failure in our words. */
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
    .exitOverride(throwAs(`loadcell ${definition.name}`));
  for (const { name, description } of definition.operands) command.argument(name, description);
  if (definition.trailing !== undefined) {
    command.usage(
      `[options] ${definition.operands.map(({ name }) => name).join(' ')} [-- command...]`,
    );
    command.addHelpText('after', `\nAfter --: ${definition.trailing}`);
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

/** Makes the parser of the command line from the tables of the commands. */
export function buildProgram(parts: ProgramParts): Command {
  const program = new Command('loadcell')
    .description(
      'Measures what it costs to serve a model, and checks the result against thresholds.',
    )
    .version(parts.version)
    // A -- is left to the command behind it.
    .enablePositionalOptions()
    .exitOverride(throwAs('loadcell'))
    .configureOutput({
      writeOut: (text) => parts.terminal.stdout.write(text),
      // What is wrong is thrown, and printed in the one place that prints errors.
      writeErr: () => undefined,
      getOutHasColors: () => parts.terminal.stdout.hasColors,
      getErrHasColors: () => parts.terminal.stderr.hasColors,
    })
    .addHelpText(
      'after',
      '\nExit codes: 0 pass · 1 criterion failed · 2 usage or configuration · 3 target failed ·\n' +
        '4 measurement unreliable · 130 interrupted',
    );
  for (const definition of parts.commands) addCommand(program, definition, parts);
  return program;
}
