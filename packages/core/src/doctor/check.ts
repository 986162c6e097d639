import type { Machine } from './machine.ts';
import type { Purpose } from './purposes.ts';

/**
 * The result of a check, with a remedy unless it is ok. A problem prevents what the check matters to, a warning does not, and
 * a note matters only to some runs.
 */
export type CheckOutcome =
  | { readonly status: 'ok'; readonly found: string }
  | {
      readonly status: 'note' | 'warning' | 'problem';
      readonly found: string;
      readonly remedy: string;
    };

/** One check. */
export interface Check {
  readonly name: string;
  /** What it matters to. A problem prevents each of them that `limits` does not have. */
  readonly purposes: readonly Purpose[];
  /** What a problem takes from a purpose that works without it: a clause. */
  readonly limits?: Readonly<Partial<Record<Purpose, string>>>;
  /** Throws only on unexpected errors. */
  readonly run: (machine: Machine) => Promise<CheckOutcome>;
}
