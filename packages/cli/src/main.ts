import { CommanderError } from 'commander';
import { EXIT_CODES } from './exit-codes.ts';
import { explainFailure, type Failure } from './explain-failure.ts';
import { buildProgram } from './program/build-program.ts';
import { COMMANDS } from './program/commands.ts';
import { ownVersion, refuseMixedVersions } from './program/installed-packages.ts';
import { takeColor, withColors } from './terminal/color-choice.ts';
import { processTerminal } from './terminal/process-terminal.ts';
import type { Terminal } from './terminal/terminal.ts';

/** Whether `--json` is given, so that a failure is JSON too. Flags after `--` belong to another command. */
function asksForJson(args: readonly string[]): boolean {
  const end = args.indexOf('--');
  return (end === -1 ? args : args.slice(0, end)).includes('--json');
}

/** Splits off the command after `--`, for commands that take one. */
function splitTrailing(args: readonly string[]): {
  readonly own: readonly string[];
  readonly trailing?: readonly string[];
} {
  const at = args.indexOf('--');
  const takesCommand = COMMANDS.some(
    ({ name, trailing }) => name === args[0] && trailing !== undefined,
  );
  if (at === -1 || !takesCommand) return { own: args };
  return { own: args.slice(0, at), trailing: args.slice(at + 1) };
}

function renderFailureJson({ code, text, exitCode }: Failure): string {
  const [message = '', help] = text.split(/\nhelp: /);
  const error = { code, message: message.replace(/^error: /, ''), ...(help ? { help } : {}) };
  return `${JSON.stringify({ error, exitCode }, null, 2)}\n`;
}

/**
 * Runs one command line.
 * @param args the arguments after the program name
 * @returns the exit code
 */
export async function runCommandLine(args: readonly string[], terminal: Terminal): Promise<number> {
  let exitCode: number = EXIT_CODES.pass;
  try {
    const { color, rest } = takeColor(args);
    const { own, trailing } = splitTrailing(rest);
    const program = buildProgram({
      ...(trailing === undefined ? {} : { trailing }),
      version: ownVersion(),
      commands: COMMANDS,
      terminal: withColors(terminal, color),
      beforeCommand: () => refuseMixedVersions(),
      onExit: (code) => {
        exitCode = code;
      },
    });
    if (rest.length === 0) {
      terminal.stderr.write(program.helpInformation());
      return EXIT_CODES.usage;
    }
    await program.parseAsync(own, { from: 'user' });
    return exitCode;
  } catch (error) {
    // Help and version are printed, then thrown to end parsing.
    if (error instanceof CommanderError && error.exitCode === 0) return EXIT_CODES.pass;
    const failure = explainFailure(error);
    terminal.stderr.write(`${failure.text}\n`);
    if (asksForJson(args)) terminal.stdout.write(renderFailureJson(failure));
    return failure.exitCode;
  }
}

/** The command `loadcell`: the only place that sets the exit code. */
export async function main(): Promise<void> {
  try {
    process.exitCode = await runCommandLine(process.argv.slice(2), processTerminal());
  } catch (error) {
    // Thrown before there is a terminal; `runCommandLine` explains every other error.
    const { text, exitCode } = explainFailure(error);
    process.stderr.write(`${text}\n`);
    process.exitCode = exitCode;
  }
}
