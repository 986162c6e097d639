import { join } from 'node:path';
import type { MergeOptions } from '../../../merge/merge-options.ts';
import { mergeRuns } from '../../../merge/merge-runs.ts';
import {
  concludeDirectory,
  type RunConclusion,
} from '../../../report/results/conclude-directory.ts';
import { completeRunFile } from '../../../runner/write-run-file.ts';
import { writeFileAtomically } from '../../../stream/files/atomic-file.ts';
import { RUN_FILES } from '../../../stream/files/run-directory.ts';
import { readRunFile } from '../../../stream/files/run-file.ts';
import { writeConclusion } from '../../../runner/write-conclusion.ts';

/** Folder of a run directory with the directories of its machines, one for each. */
export const MACHINES_FOLDER = 'machines';

/** The fetched directories of a run, and what is known beside them. */
export interface FetchedRun extends Pick<MergeOptions, 'expected' | 'lost' | 'failure'> {
  /** The run directory, with the directories of the machines in {@link MACHINES_FOLDER}. */
  readonly runDir: string;
  /** Whether the user gave the nonce: agents always get one. */
  readonly isNonceGiven: boolean;
  /** Names of the agents whose directories were fetched. */
  readonly agents: readonly string[];
}

/** Merges the directories of the machines into the run directory, judges the run and writes its reports. */
export async function assembleRun({
  runDir,
  agents,
  isNonceGiven,
  ...options
}: FetchedRun): Promise<RunConclusion> {
  const inputs = agents.map((machine) => ({
    path: join(runDir, MACHINES_FOLDER, machine),
    machine,
  }));
  await mergeRuns(inputs, runDir, { ...options, isDirectoryMade: true });
  await noteNonce(runDir, isNonceGiven);
  const conclusion = await concludeDirectory(runDir);
  await completeRunFile(runDir, conclusion.results);
  await writeConclusion(conclusion);
  return conclusion;
}

async function noteNonce(runDir: string, isNonceGiven: boolean): Promise<void> {
  const file = { ...(await readRunFile(runDir)), isNonceGiven };
  await writeFileAtomically(join(runDir, RUN_FILES.run), `${JSON.stringify(file, null, 2)}\n`);
}
