/**
 * How the value of a flag is parsed. A `switch` has no value and sets `true`; an `off` has none and sets `false`. Each `slo`
 * or `criterion` is one entry of a map and overrides that entry of the configuration; a `mix` is a whole map. A `range` is
 * `A..B`; a `length` is the same, one number or a distribution; `lengths` are pairs of input and output. A `media` is a size
 * or a duration of made media, or a path. A `url` sets the first place where it is given once, and else the list at the second.
 */
export type FlagKind =
  | 'switch'
  | 'off'
  | 'text'
  | 'bytes'
  | 'duration'
  | 'number'
  | 'ratio'
  | 'pid'
  | 'url'
  | 'slo'
  | 'criterion'
  | 'mix'
  | 'range'
  | 'length'
  | 'lengths'
  | 'sweep'
  | 'media';

/** One row of a command's table of flags. */
export interface FlagRow {
  /** As the help prints it: `--max-memory <amount>`. */
  readonly flags: string;
  readonly description: string;
  readonly kind: FlagKind;
  /** What a shell offers for its value: run directories, or one of several words. */
  readonly values?: 'runs' | readonly string[];
  /** May be given several times, and each value counts; any other flag given twice is an error. */
  readonly repeatable?: true;
  /** Paths in the configuration that it overrides. */
  readonly overrides?: readonly (readonly string[])[];
  /** Adds a stage to the load phase, or changes existing stages; see `run/stages/stage-flags.ts`. */
  readonly stage?: 'load' | 'setting';
  /** Sets the dataset of the load phase, or a key of it; see `run/dataset-flags.ts`. */
  readonly dataset?: true;
  /** The former name, without dashes; it is rejected with the current one. */
  readonly formerly?: string;
}

/** Flags that belong to no command. */
export interface GlobalFlags {
  /** Valid with every command. */
  readonly ofCommands: readonly FlagRow[];
  /** Valid before a command. */
  readonly ofProgram: readonly FlagRow[];
}

/** Values as text, by the long name of the flag without dashes; a switch has one empty text. */
export type Flags = ReadonlyMap<string, readonly string[]>;

/** The key of a flag in {@link Flags}: `max-memory` for `--max-memory <amount>`. */
export function flagName(row: FlagRow): string {
  const [, name = row.flags] = /--([a-z0-9-]+)/.exec(row.flags) ?? [];
  return name;
}
