import type { Machine } from './machine.ts';

/**
 * The result of a check, with a remedy unless it is ok. A problem prevents a run, a warning does not, and a note matters only
 * to some runs.
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
  /** Throws only on unexpected errors. */
  readonly run: (machine: Machine) => Promise<CheckOutcome>;
}

/** An outcome with the name of its check. */
export type CheckResult = { readonly name: string } & CheckOutcome;
