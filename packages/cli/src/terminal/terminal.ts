/** An output stream for text. */
export interface TextStream {
  write(text: string): void;
  /** Whether it is a terminal. */
  readonly isTerminal: boolean;
  /** Whether lines may be rewritten in place. */
  readonly isInteractive: boolean;
  /** Whether to use colors. */
  readonly hasColors: boolean;
  /** Columns of the screen; undefined without one. */
  readonly columns: number | undefined;
  /** Rows of the screen; undefined without one. */
  readonly rows: number | undefined;
}

/** The environment in which a command runs. */
export interface Terminal {
  /** The requested output, and nothing else. */
  readonly stdout: TextStream;
  /** Progress, notes and errors. */
  readonly stderr: TextStream;
  readonly workingDirectory: string;
  /** Environment variables. */
  readonly environment: Readonly<Record<string, string | undefined>>;
}
