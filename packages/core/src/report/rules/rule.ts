import type { RunResults } from '../run-results.ts';

/** A rule that reads advice out of results. */
export interface Rule {
  readonly name: string;
  /** What to say, one sentence or two each, with the figures that it rests on; nothing when there is nothing to say. */
  readonly advise: (results: RunResults) => string[];
}
