import type { RunConfig } from '@loadcell/core';
import type { Invocation } from '../command-definition.ts';
import { overrideConfig } from '../config/override-config.ts';
import { readConfig } from '../config/read-config.ts';
import { withDataset } from './dataset-flags.ts';
import { readWorker } from './worker-flags.ts';
import { RUN_FLAGS } from './flags.ts';
import { withStages } from './stages/stage-flags.ts';

/** The configuration of `loadcell run`: the named or found file, overridden by the flags. */
export async function readRunConfig(invocation: Invocation): Promise<RunConfig> {
  const { flags } = invocation;
  return await readConfig(
    invocation,
    (written) =>
      overrideConfig(
        withDataset(withStages(written, RUN_FLAGS, flags), RUN_FLAGS, flags),
        RUN_FLAGS,
        flags,
      ),
    readWorker(flags, Date.now()),
  );
}
