import type { MergeOptions } from '../../../merge/merge-options.ts';
import type { ConductedEnd } from '../course/conduct-run.ts';
import type { Fetched } from './fetch-directories.ts';

/** A machine whose part of the run is missing or incomplete. */
export type Loss = NonNullable<MergeOptions['lost']>[number];

/**
 * The machines that were lost or failed, with the reason. One that stopped because the run was aborted is no loss: its data
 * ends where that of all others ends.
 */
export function lossesOf({ agents, aborted }: ConductedEnd, fetched: readonly Fetched[]): Loss[] {
  return agents.flatMap(({ name, failure }): Loss[] => {
    const found = fetched.find(({ agent }) => agent === name);
    const wasStopped =
      failure !== undefined &&
      failure !== aborted &&
      (failure.code === 'INTERRUPTED' || failure.code === aborted?.code);
    if (failure !== undefined && !wasStopped) return [{ machine: name, reason: failure.summary }];
    if (found?.error !== undefined) return [{ machine: name, reason: found.error.summary }];
    if (found === undefined) return [{ machine: name, reason: `${name} stored no run directory` }];
    return [];
  });
}
