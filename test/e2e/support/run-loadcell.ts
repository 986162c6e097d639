import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

/** The command as it ships: tests here run what a user runs. */
export const LOADCELL = fileURLToPath(
  new URL('../../../packages/cli/bin/loadcell.js', import.meta.url),
);

/** The result of a command. */
export interface CommandResult {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A running command. */
export interface RunningCommand {
  readonly child: ChildProcess;
  readonly pid: number;
  readonly finished: Promise<CommandResult>;
}

/** Where and how a command runs. */
export interface CommandOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Starts a program in a separate process group; when the test ends, the rest of the group is killed. */
export function startProgram(
  program: string,
  args: readonly string[],
  { cwd, env }: CommandOptions = {},
): RunningCommand {
  const child = spawn(program, args, {
    ...(cwd === undefined ? {} : { cwd }),
    env: { ...process.env, CI: 'true', NO_COLOR: '1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const { pid } = child;
  if (pid === undefined) throw new Error(`${program} cannot be started.`);
  const output = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output.stderr += text));
  const finished = once(child, 'close').then((): CommandResult => ({
    code: child.exitCode,
    signal: child.signalCode,
    ...output,
  }));
  onTestFinished(async () => {
    if (child.exitCode === null && child.signalCode === null) process.kill(-pid, 'SIGKILL');
    await finished;
  });
  return { child, pid, finished };
}

/** Starts `loadcell`. */
export function startLoadcell(args: readonly string[], options?: CommandOptions): RunningCommand {
  return startProgram(process.execPath, [LOADCELL, ...args], options);
}

/** Runs `loadcell` to its end. */
export function runLoadcell(
  args: readonly string[],
  options?: CommandOptions,
): Promise<CommandResult> {
  return startLoadcell(args, options).finished;
}
