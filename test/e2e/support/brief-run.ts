import { temporaryFolder, writeConfig } from './run-folder.ts';
import { runLoadcell, type CommandResult } from './run-loadcell.ts';

/** The shortest possible load. */
export const BRIEF = {
  phase: 'load',
  phases: {
    load: {
      idle: '20ms',
      cooldown: '20ms',
      stages: [{ kind: 'closed', concurrency: 1, duration: '50ms', minRequests: 3 }],
      calibration: false,
    },
  },
};

/** Runs that load in a separate folder. */
export async function briefRun(
  args: readonly string[],
  config: unknown = BRIEF,
): Promise<CommandResult & { readonly cwd: string }> {
  const cwd = temporaryFolder();
  writeConfig(cwd, config);
  return { cwd, ...(await runLoadcell(['run', ...args], { cwd })) };
}
