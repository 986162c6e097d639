import type { QuantityName } from '../quantities.ts';

/** Values that a label must have, by label; a series without the label has the value ''. */
export type LabelFilter = Readonly<Record<string, readonly string[]>>;

/** Where a server keeps one quantity. Of several entries for one quantity the first that the server has counts. */
export interface MapEntry extends EntryOptions {
  readonly quantity: QuantityName;
  /** Families whose sum it is, as the server writes them; all must be there. */
  readonly families: readonly string[];
  /** Evidence: R for a recording, S for source, D for documentation, numbered as in the specification of the map. */
  readonly mark: string;
}

interface EntryOptions {
  /** Factor from the server's unit to that of the quantity. */
  readonly scale?: number;
  /** Labels that split the quantity further than the labels of the server do. */
  readonly splitBy?: readonly string[];
  readonly only?: LabelFilter;
  /** Part of a histogram or summary that is read as a counter. */
  readonly part?: 'sum' | 'count';
  /** Whether 0 means that the server does not count it. */
  readonly isOffAtZero?: boolean;
  /** What to know about the figure, for people. */
  readonly note?: string;
}

/** How to read one kind of server. */
export interface ServerMap {
  readonly server: string;
  /** Whether a family, by its name less trailing `_total`, shows that it is this server. */
  readonly isSign: (base: string) => boolean;
  /** The name that the map uses, where the server's prefix varies. */
  readonly normalize?: (base: string) => string;
  /** Labels that identify the engine, rank, device or model; a series keeps no others but those of its entry. */
  readonly labels: readonly string[];
  /** Those of the labels that identify an engine, which can restart alone. */
  readonly engineLabels: readonly string[];
  /** Labels of ranks that repeat the same figures: the series of the lowest rank counts. */
  readonly repeatingRanks?: readonly string[];
  /** Filter of every entry. */
  readonly only?: LabelFilter;
  /** Significant digits that the server prints, where they are fewer than the number has. */
  readonly significantDigits?: number;
  /** Whether a value stands for none. */
  readonly isBlank?: (value: number) => boolean;
  /** Families whose labels are settings. */
  readonly info?: readonly string[];
  /** Families whose labels are a state and whose value is the Unix time from which on it holds: the newest counts. */
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
