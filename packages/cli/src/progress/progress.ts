/** Tells a person how far a run is. Never on stdout, and never more often than five times a second. */
export interface Progress {
  /** A step within the phase that is under way. */
  step(line: string): void;
  /** A phase begins. */
  beginPhase(name: string): void;
  /** The phase is over. */
  endPhase(name: string, how: PhaseEnd): void;
  /** A line that stays, whatever is under way. */
  note(line: string): void;
  /** Takes away whatever is not meant to stay. */
  close(): void;
}

/** How a phase ended. */
export type PhaseEnd =
  /** Why it failed is said once, with the verdict. */
  { readonly kind: 'ended' | 'failed' } | { readonly kind: 'skipped'; readonly reason: string };
