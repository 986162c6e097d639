/** Shows the progress of a run. Never on stdout, and at most five times per second. */
export interface Progress {
  /** A step of the current phase. */
  step(line: string): void;
  /** A phase begins. */
  beginPhase(name: string): void;
  /** The phase is over. */
  endPhase(name: string, how: PhaseEnd): void;
  /** A line that is kept. */
  note(line: string): void;
  /** Removes what is not kept. */
  close(): void;
}

/** How a phase ended. */
export type PhaseEnd =
  /** The reason of a failure is printed once, with the verdict. */
  { readonly kind: 'ended' | 'failed' } | { readonly kind: 'skipped'; readonly reason: string };
