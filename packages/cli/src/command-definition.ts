import type { FlagRow, Flags } from './flags/flag-row.ts';
import type { Terminal } from './terminal/terminal.ts';

/** What the command line said, as text. */
export interface Invocation {
  /** Positional arguments, in order. */
  readonly operands: readonly string[];
  /** What follows `--`, of a command that takes a command; undefined where there is no `--`. */
  readonly trailing?: readonly string[];
  readonly flags: Flags;
  readonly terminal: Terminal;
}

/** Does what a command is for. @returns what to exit with: a code of ours, or that of a command that was recorded */
export type Action = (invocation: Invocation) => Promise<number>;

/** A command: a table that help and parsing come from, and where to find what it does. */
export interface CommandDefinition {
  readonly name: string;
  readonly summary: string;
  /** `[config]` or `<run-dir>`, each with its description. */
  readonly operands: readonly { readonly name: string; readonly description: string }[];
  readonly flags: readonly FlagRow[];
  /** What follows `--` is a command, described here, and no operand. */
  readonly trailing?: string;
  /** Loads the action only when the command is run, so that help needs neither core nor the addon. */
  readonly loadAction: () => Promise<Action>;
}
