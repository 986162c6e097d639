import type { Machine } from './machine.ts';

/**
 * What a check found: fine, or what to do about it. A problem keeps a run from working, a warning does not, and a note
 * matters only to some runs.
 */
export type CheckOutcome =
  | { readonly status: 'ok'; readonly found: string }
  | {
      readonly status: 'note' | 'warning' | 'problem';
      readonly found: string;
      readonly remedy: string;
    };

/** One thing that is looked at. */
export interface Check {
  readonly name: string;
  /** Throws only where something happens that the check did not reckon with. */
  readonly run: (machine: Machine) => Promise<CheckOutcome>;
}

/** An outcome with the name of its check. */
export type CheckResult = { readonly name: string } & CheckOutcome;
