/** How a format of configuration files writes settings. Indents and commented-out lines are the same in all. */
export interface Syntax {
  /** What begins a comment: `//`. */
  readonly comment: string;
  /** A value on one line. */
  readonly value: (value: unknown) => string;
  /** The key of a setting, quoted where it must be. */
  readonly key: (key: string) => string;
  /** A setting with its value or, in a comment, its type. */
  readonly setting: (key: string, text: string) => string;
  /** A setting that is an object, with the lines of its settings. */
  readonly object: (key: string, inner: readonly string[], indent: string) => string[];
  /** A setting that is a list, with the lines of its entries. */
  readonly list: (key: string, inner: readonly string[], indent: string) => string[];
  /** An entry of a list, with the lines of its settings. */
  readonly entry: (inner: readonly string[], indent: string) => string[];
  /** The whole file. */
  readonly file: (heading: readonly string[], settings: readonly string[]) => string;
}
