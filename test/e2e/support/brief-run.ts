import { temporaryFolder, writeConfig } from './run-folder.ts';
import { runLoadcell, type CommandResult } from './run-loadcell.ts';

/** The shortest load that there is. */
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

/** Runs it in a folder of its own. */
export async function briefRun(
  args: readonly string[],
  config: unknown = BRIEF,
): Promise<CommandResult & { readonly cwd: string }> {
  const cwd = temporaryFolder();
  writeConfig(cwd, config);
  return { cwd, ...(await runLoadcell(['run', ...args], { cwd })) };
}
