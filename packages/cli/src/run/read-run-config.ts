import type { RunConfig } from '@loadcell/core';
import type { Invocation } from '../command-definition.ts';
import { overrideConfig } from '../config/override-config.ts';
import { readBoth, readConfig, type WrittenConfig } from '../config/read-config.ts';
import { withDataset } from './dataset-flags.ts';
import { readWorker } from './read-worker.ts';
import { RUN_FLAGS } from './flags.ts';
import { withStages } from './stages/stage-flags.ts';

/** The configuration of `loadcell run`: the named or found file, overridden by the flags. */
export async function readRunConfig(invocation: Invocation): Promise<RunConfig> {
  const worker = readWorker(invocation.flags, Date.now());
  return await readConfig(invocation, applyRunFlags(invocation), worker);
}

/** The configuration of `loadcell run` with what was written. */
export async function readWrittenRun(invocation: Invocation): Promise<WrittenConfig> {
  return await readBoth(invocation, applyRunFlags(invocation));
}

function applyRunFlags({ flags }: Invocation): (written: unknown) => unknown {
  return (written) =>
    overrideConfig(
      withDataset(withStages(written, RUN_FLAGS, flags), RUN_FLAGS, flags),
      RUN_FLAGS,
      flags,
    );
}
