import type { LoadcellError } from '../spec/error/errors.ts';

/** A run directory to merge. */
export interface MergeInput {
  readonly path: string;
  /** Name of the machine; absent: the one in its run.json. */
  readonly machine?: string;
}

/** A machine that stopped taking part in the run. */
export interface LostMachine {
  readonly machine: string;
  readonly reason: string;
}

/** What is known about a run over several machines, besides its directories. */
export interface MergeOptions {
  /** What must be there; absent: as many slices as the directories name, and no watcher. */
  readonly expected?: { readonly slices: number; readonly watchers: readonly string[] };
  /** Machines that were lost during the run, whose directories may be absent or incomplete. */
  readonly lost?: readonly LostMachine[];
  /** Why the coordinator ended the run on all machines, which themselves only recorded an interruption. */
  readonly failure?: LoadcellError;
  /** Whether the directory exists and takes the files of the merged run; it must be new otherwise. */
  readonly isDirectoryMade?: boolean;
  /** Aborts the merge, which then leaves nothing behind. */
  readonly signal?: AbortSignal;
}

/** What was merged. */
export interface MergeSummary {
  /** The merged run directory. */
  readonly runDir: string;
  /** Names of the machines whose data it has. */
  readonly machines: readonly string[];
  readonly requests: number;
  /** Why its results are unreliable, with the name of the machine; empty where they are not. */
  readonly unreliable: readonly string[];
}
