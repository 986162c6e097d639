/** Where one stream of text goes. */
export interface TextStream {
  write(text: string): void;
  /** Whether it is a terminal. */
  readonly isTerminal: boolean;
  /** Whether a person watches a line that may be rewritten. */
  readonly isInteractive: boolean;
  /** Whether colours are wanted. */
  readonly hasColors: boolean;
  /** Columns of the screen; undefined when there is none. */
  readonly columns: number | undefined;
  /** Rows of the screen; undefined when there is none. */
  readonly rows: number | undefined;
}

/** What a command may touch of the world it was called from. */
export interface Terminal {
  /** What was asked for, and nothing else. */
  readonly stdout: TextStream;
  /** Progress, notes and errors. */
  readonly stderr: TextStream;
  readonly workingDirectory: string;
  /** Variables that it was called with. */
  readonly environment: Readonly<Record<string, string | undefined>>;
}
