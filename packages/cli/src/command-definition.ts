import type { FlagRow, Flags } from './flags/flag-row.ts';
import type { Terminal } from './terminal/terminal.ts';

/** A parsed command line; values are still text. */
export interface Invocation {
  /** Positional arguments, in order. */
  readonly operands: readonly string[];
  /** The command after `--`; undefined without `--`. */
  readonly trailing?: readonly string[];
  readonly flags: Flags;
  readonly terminal: Terminal;
}

/** Runs a command. @returns an exit code: one of Loadcell's, or that of a recorded command */
export type Action = (invocation: Invocation) => Promise<number>;

/** A positional argument of a command. */
export interface Operand {
  /** `[config]` or `<run-dir>`. */
  readonly name: string;
  readonly description: string;
  /** What a shell offers for it: run directories, or one of several words; files when absent. */
  readonly values?: 'runs' | readonly string[];
}

/** A command: the table that help and parsing come from, and its action. */
export interface CommandDefinition {
  readonly name: string;
  readonly summary: string;
  readonly operands: readonly Operand[];
  readonly flags: readonly FlagRow[];
  /** Description of the command after `--`; without it, what follows `--` are operands. */
  readonly trailing?: string;
  /** Lines that the help shows after the options. */
  readonly notes?: readonly string[];
  /** Loads the action only when the command runs, so that help needs neither core nor the addon. */
  readonly loadAction: () => Promise<Action>;
}
