import { readdir, rename, rm } from 'node:fs/promises';
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

/** Folder that the merged run is written to, until it is complete. */
const MERGED_FOLDER = 'merged';

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
  const merged = join(runDir, MERGED_FOLDER);
  try {
    await mergeRuns(inputs, merged, options);
    await moveFiles(merged, runDir);
  } finally {
    await rm(merged, { recursive: true, force: true });
  }
  await noteNonce(runDir, isNonceGiven);
  const conclusion = await concludeDirectory(runDir);
  await completeRunFile(runDir, conclusion.results);
  await writeConclusion(conclusion);
  return conclusion;
}

/** Moves all files of a folder; run.json is the last, so that a directory with it is complete. */
async function moveFiles(from: string, to: string): Promise<void> {
  const names = await readdir(from);
  for (const name of names.toSorted((a, b) => place(a) - place(b))) {
    await rename(join(from, name), join(to, name));
  }
}

function place(name: string): number {
  return name === RUN_FILES.run ? 1 : 0;
}

async function noteNonce(runDir: string, isNonceGiven: boolean): Promise<void> {
  const file = { ...(await readRunFile(runDir)), isNonceGiven };
  await writeFileAtomically(join(runDir, RUN_FILES.run), `${JSON.stringify(file, null, 2)}\n`);
}
