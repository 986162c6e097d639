import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { BRIEF } from './brief-run.ts';
import { systemErrorCode } from '../../../packages/core/src/spec/error/system-error.ts';
import { isMissing } from './processes.ts';
import { latestRun, temporaryFolder, writeConfig } from './run-folder.ts';
import { runLoadcell, type CommandOptions, type CommandResult } from './run-loadcell.ts';

/** A model server that starts and ends as its flags specify. */
export const MODEL_SERVER = [
  'python3',
  fileURLToPath(new URL('./model_server.py', import.meta.url)),
] as const;

/** Runs `loadcell run -- COMMAND` in a separate folder. */
export async function startedRun(
  command: readonly string[],
  { target = {}, flags = [], ...options }: StartedOptions = {},
): Promise<CommandResult & { readonly cwd: string }> {
  const cwd = temporaryFolder();
  writeConfig(cwd, { ...BRIEF, target });
  return { cwd, ...(await runLoadcell(['run', ...flags, '--', ...command], { cwd, ...options })) };
}

interface StartedOptions extends CommandOptions {
  /** The target section of the configuration file. */
  readonly target?: unknown;
  readonly flags?: readonly string[];
}

/** The output of the server in the latest run. */
export function serverOutput(cwd: string, phase = 'load'): string {
  return readFileSync(path.join(latestRun(cwd), `server-${phase}.log`), 'utf8');
}

/** PIDs of processes with this value of an environment variable, which all descendants inherit. */
export function processesWith(variable: string, value: string): number[] {
  const wanted = `${variable}=${value}`;
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => environmentOf(name).includes(wanted))
    .map(Number);
}

function environmentOf(pid: string): readonly string[] {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0');
  } catch (error) {
    // Processes that have ended, or that belong to other users.
    if (isMissing(error) || systemErrorCode(error) === 'EACCES') return [];
    throw error;
  }
}
