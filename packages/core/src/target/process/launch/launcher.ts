import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface, type Interface } from 'node:readline';
import { Duplex } from 'node:stream';
import { nowNs } from '../../../stream/clock.ts';
import { TargetError } from '../../errors.ts';
import { readSpawnFailure } from '../read-spawn-failure.ts';
import type { LaunchPlan } from './launch-plan.ts';
import { readNews, type LauncherNews } from './launcher-news.ts';

/** What a command reads from and writes to. */
export type LaunchStreams =
  | {
      readonly kind: 'inherited';
      /** Destination of its standard output; its input, its errors and its terminal are those of this process. */
      readonly stdoutTo: 'stdout' | 'stderr';
      /** Descriptors of this process, from 3 up, that it receives under the same numbers. */
      readonly descriptors: readonly number[];
    }
  /** No input and no terminal; output read by Loadcell; Node's message channel: see {@link CHANNEL}. */
  | { readonly kind: 'piped' }
  /** No input and no terminal; output read by Loadcell. */
  | { readonly kind: 'captured' };

/** What to run, and with which streams. */
export interface LaunchOptions extends LaunchPlan {
  readonly streams: LaunchStreams;
  /** Working directory of the command; that of this process when absent. */
  readonly workingDirectory?: string;
}

const CHANNEL_DESCRIPTOR = 3;
const SERIALIZATION = 'advanced';

/** Variables by which a Node program finds the channel of a command with piped streams. */
export const CHANNEL = {
  NODE_CHANNEL_FD: String(CHANNEL_DESCRIPTOR),
  NODE_CHANNEL_SERIALIZATION_MODE: SERIALIZATION,
} as const;

/** How a command ended. */
export interface CommandEnd {
  /** CLOCK_MONOTONIC nanoseconds. */
  readonly atNs: number;
  /** Null if a signal ended it. */
  readonly exitCode: number | null;
  /** Name of the signal, or `signal 40` for one without a name. */
  readonly signal: string | null;
}

/** The launcher's process. */
export interface Launcher {
  readonly pid: number;
  readonly process: ChildProcess;
  readonly control: Duplex;
  readonly ended: Promise<CommandEnd>;
  readonly closed: Promise<unknown>;
  /** The next report of these kinds; undefined if the launcher ended. */
  next(kinds: readonly LauncherNews['kind'][]): Promise<LauncherNews | undefined>;
}

type Stdio = 'ignore' | 'pipe' | 'ipc' | number;

/** The launcher's descriptors, by number, for it to pass on. */
function stdioOf(streams: LaunchStreams): Stdio[] {
  if (streams.kind === 'piped') return ['ignore', 'pipe', 'pipe', 'ipc'];
  if (streams.kind === 'captured') return ['ignore', 'pipe', 'pipe'];
  const { stdoutTo, descriptors } = streams;
  const count = Math.max(2, ...descriptors) + 1;
  const given = Array.from({ length: count }, (_, descriptor) =>
    descriptor < 3 || descriptors.includes(descriptor) ? descriptor : ('ignore' as const),
  );
  if (stdoutTo === 'stderr') given[1] = 2;
  return given;
}

/**
 * Starts the launcher, which then waits for its plan.
 * @throws {TargetError} when it cannot be started
 */
export async function startLauncher(
  program: string,
  { streams, workingDirectory }: Pick<LaunchOptions, 'streams' | 'workingDirectory'>,
): Promise<Launcher> {
  const given = stdioOf(streams);
  const controlAt = given.length;
  const place = streams.kind === 'inherited' ? [] : ['background'];
  // The launcher needs no environment: the plan contains that of the command.
  const child = spawn(program, [String(controlAt), ...place], {
    env: {},
    serialization: SERIALIZATION,
    stdio: [...given, 'pipe'],
    ...(workingDirectory === undefined ? {} : { cwd: workingDirectory }),
  });
  const { pid } = child;
  if (pid === undefined) throw await readSpawnFailure(child);
  const control = controlOf(child, controlAt);
  // Write failures mean that the launcher is gone; its end is reported elsewhere.
  control.on('error', () => {});
  const lines = createInterface({ input: control });
  // Repeats the errors of its input.
  lines.on('error', () => {});
  return {
    pid,
    process: child,
    control,
    ended: watchEnd(child, lines),
    closed: once(child, 'close'),
    next: (kinds) => awaitNews(child, lines, kinds),
  };
}

function controlOf(child: ChildProcess, descriptor: number): Duplex {
  const control: unknown = child.stdio[descriptor];
  if (control instanceof Duplex) return control;
  throw new TargetError('cannot create the launcher socket', { code: 'TARGET_START' });
}

function awaitNews(
  child: ChildProcess,
  lines: Interface,
  kinds: readonly LauncherNews['kind'][],
): Promise<LauncherNews | undefined> {
  return new Promise((resolve) => {
    const look = (line: string): void => {
      const news = readNews(line);
      if (kinds.includes(news.kind)) settle(news);
    };
    const settle = (news: LauncherNews | undefined): void => {
      lines.off('line', look);
      resolve(news);
    };
    lines.on('line', look);
    child.once('exit', () => settle(undefined));
  });
}

async function watchEnd(child: ChildProcess, lines: Interface): Promise<CommandEnd> {
  const news = await awaitNews(child, lines, ['ended']);
  // The command dies with the launcher, by SIGKILL.
  if (news?.kind !== 'ended') return { atNs: nowNs(), exitCode: null, signal: 'SIGKILL' };
  const { atNs, exitCode, signal } = news;
  return { atNs, exitCode, signal };
}
