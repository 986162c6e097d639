import type { QuantityName } from '../quantities.ts';

/** Values that a label must have, by label; a series without the label has the value ''. */
export type LabelFilter = Readonly<Record<string, readonly string[]>>;

/** Where a server reports one quantity. The first entry for a quantity that the server has is used. */
export interface MapEntry extends EntryOptions {
  readonly quantity: QuantityName;
  /** The server's families whose sum it is; all must be present. */
  readonly families: readonly string[];
  /** Evidence: R for a recording, S for source, D for documentation, numbered as in the specification of the map. */
  readonly mark: string;
}

interface EntryOptions {
  /** Factor from the server's unit to that of the quantity. */
  readonly scale?: number;
  /** Labels that split the quantity, in addition to those of the server. */
  readonly splitBy?: readonly string[];
  readonly only?: LabelFilter;
  /** Part of a histogram or summary that is read as a counter. */
  readonly part?: 'sum' | 'count';
  /** Whether 0 means that the server does not count it. */
  readonly isOffAtZero?: boolean;
  /** A remark on the value for users. */
  readonly note?: string;
}

/** How to read one kind of server. */
export interface ServerMap {
  readonly server: string;
  /** Whether a family name, without trailing `_total`, identifies this server. */
  readonly isSign: (base: string) => boolean;
  /** Converts to the name in this map, where the server's prefix varies. */
  readonly normalize?: (base: string) => string;
  /** Labels that identify engine, rank, device or model; a series keeps only these and those of its entry. */
  readonly labels: readonly string[];
  /** Labels that identify an engine, which can restart alone. */
  readonly engineLabels: readonly string[];
  /** Labels of ranks that repeat the same values: the series of the lowest rank is used. */
  readonly repeatingRanks?: readonly string[];
  /** Filter of every entry. */
  readonly only?: LabelFilter;
  /** Significant digits that the server prints, where it rounds. */
  readonly significantDigits?: number;
  /** Whether a value means that there is none. */
  readonly isBlank?: (value: number) => boolean;
  /** Families whose labels are settings. */
  readonly info?: readonly string[];
  /** Families whose labels are a state and whose value is the Unix time since when it holds: the newest is used. */
  readonly newestInfo?: readonly string[];
  readonly entries: readonly MapEntry[];
}

/** An entry of a map: the quantity, the family or families of which it is the sum, and the evidence. */
export function entry(
  quantity: QuantityName,
  families: string | readonly string[],
  mark: string,
  options: EntryOptions = {},
): MapEntry {
  return {
    quantity,
    families: typeof families === 'string' ? [families] : families,
    mark,
    ...options,
  };
}

/** Milliseconds in a second. */
export const SECONDS = { scale: 1000 } as const;
/** Milliseconds in a microsecond. */
export const MICROSECONDS = { scale: 0.001 } as const;
/** A ratio in a percent. */
export const PERCENT = { scale: 0.01 } as const;
/** Bytes in a mebibyte. */
export const MEBIBYTES = { scale: 1_048_576 } as const;
