/**
 * How the text behind a flag is read. A `switch` has none and sets `true`, an `off` has none and sets `false`; `slo` and
 * `criterion` are one setting each of several, put over those of the configuration one by one. A `range` and a `length` are
 * `A..B`, and a length may be one number.
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
  | 'slo'
  | 'criterion'
  | 'range'
  | 'length'
  | 'sweep';

/** One row of a command's table of flags. */
export interface FlagRow {
  /** As the help prints it: `--max-memory <amount>`. */
  readonly flags: string;
  readonly description: string;
  readonly kind: FlagKind;
  /** May be given several times, every one counts; otherwise twice is an error. */
  readonly repeatable?: true;
  /** The places in the configuration that it overrides. */
  readonly overrides?: readonly (readonly string[])[];
  /** Makes a stage of the load, or changes the stages that there are; `run/stages/stage-flags.ts` says how. */
  readonly stage?: 'load' | 'setting';
  /** The name that the flag had before, without dashes; given, it is refused with the name that it has now. */
  readonly formerly?: string;
}

/** Texts by the long name of the flag without its dashes; one empty text for a switch. */
export type Flags = ReadonlyMap<string, readonly string[]>;

/** The name by which {@link Flags} knows a flag: `max-memory` for `--max-memory <amount>`. */
export function flagName(row: FlagRow): string {
  const [, name = row.flags] = /--([a-z0-9-]+)/.exec(row.flags) ?? [];
  return name;
}
