import { readFile, writeFile } from 'node:fs/promises';
import { SamplerError, type SamplerFailure } from '../sampler/sampler-error.ts';

/** A process, and where the kernel shows it. */
export interface EdgeOptions {
  readonly pid: number;
  /** When it began, in clock ticks since boot, as a `ProcessReport` has it: another with its pid is then refused. */
  readonly startTicks?: number;
  /** `/proc` unless given; tests use a folder of their own. */
  readonly procRoot?: string;
}

/**
 * What is too dear to read all the time, for the edges of a phase: up to 60 ms for 2 GB, during which the process
 * cannot map memory. A value that could not be read is NaN, and `missing` says why.
 */
export interface ProcessEdges {
  readonly pid: number;
  /**
   * The kernel's own high-water mark of resident memory, since the process began or the last reset. Exact while memory
   * only grows; when it is given back, Linux 6.2 and later note the mark from counters that may lag by 32 pages for
   * each CPU (twice the CPUs where that is more). The sampler's peak is exact for what its ticks met.
   */
  readonly peakRssBytes: number;
  /** Resident memory with each shared page divided by the number of its users: these add up over a tree. */
  readonly pssBytes: number;
  readonly pssAnonBytes: number;
  readonly pssFileBytes: number;
  readonly pssShmemBytes: number;
  readonly swapPssBytes: number;
  /** Pages of no other process: what its end would give back. */
  readonly privateBytes: number;
  /** Huge pages from a reserved pool; they are in no resident size. */
  readonly hugetlbBytes: number;
  readonly missing: readonly string[];
}

/**
 * Reads the edges of a process, off the JavaScript thread.
 * @throws {SamplerError} NO_SUCH_PROCESS when it does not exist, or is not the one meant
 */
export async function readProcessEdges(options: EdgeOptions): Promise<ProcessEdges> {
  await checkIdentity(options);
  const missing: string[] = [];
  const status = await readOrSay(options, 'status', missing);
  const rollup = await readOrSay(options, 'smaps_rollup', missing);
  return {
    pid: options.pid,
    peakRssBytes: bytesOf(status, 'VmHWM'),
    pssBytes: bytesOf(rollup, 'Pss'),
    pssAnonBytes: bytesOf(rollup, 'Pss_Anon'),
    pssFileBytes: bytesOf(rollup, 'Pss_File'),
    pssShmemBytes: bytesOf(rollup, 'Pss_Shmem'),
    swapPssBytes: bytesOf(rollup, 'SwapPss'),
    privateBytes: bytesOf(rollup, 'Private_Clean') + bytesOf(rollup, 'Private_Dirty'),
    hugetlbBytes: bytesOf(rollup, 'Private_Hugetlb') + bytesOf(rollup, 'Shared_Hugetlb'),
    missing,
  };
}

/**
 * Sets the kernel's high-water mark of a process to its present resident size, so that the next reading is the exact
 * peak since. Everybody else who reads the mark sees this: only where the user asks for it.
 * @throws {SamplerError} NO_SUCH_PROCESS, FORBIDDEN or UNREADABLE
 */
export async function resetPeakRss(options: EdgeOptions): Promise<void> {
  await checkIdentity(options);
  try {
    await writeFile(pathOf(options, 'clear_refs'), '5');
  } catch (cause) {
    throw edgeError(options.pid, cause, 'the high-water mark of its memory could not be reset');
  }
}

async function checkIdentity(options: EdgeOptions): Promise<void> {
  let stat: string;
  try {
    stat = await readFile(pathOf(options, 'stat'), 'utf8');
  } catch (cause) {
    throw edgeError(options.pid, cause, 'it could not be read');
  }
  // The name of the program, in brackets, may hold anything; the start time is the 20th word after it.
  const startTicks = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]);
  if (options.startTicks !== undefined && options.startTicks !== startTicks) {
    throw new SamplerError(
      'NO_SUCH_PROCESS',
      [options.pid],
      `Process ${options.pid} has ended, and its id belongs to another now.`,
    );
  }
}

async function readOrSay(options: EdgeOptions, name: string, missing: string[]): Promise<string> {
  try {
    return await readFile(pathOf(options, name), 'utf8');
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error)) throw error;
    missing.push(`${name} of process ${options.pid}: ${error.message}`);
    return '';
  }
}

function pathOf({ procRoot = '/proc', pid }: EdgeOptions, name: string): string {
  return `${procRoot}/${pid}/${name}`;
}

function bytesOf(text: string, key: string): number {
  return Number(new RegExp(`^${key}:\\s+(\\d+) kB`, 'm').exec(text)?.[1]) * 1024;
}

const FAILURE_OF_CODE: ReadonlyMap<unknown, SamplerFailure> = new Map([
  ['ENOENT', 'NO_SUCH_PROCESS'],
  ['ESRCH', 'NO_SUCH_PROCESS'],
  ['EACCES', 'FORBIDDEN'],
  ['EPERM', 'FORBIDDEN'],
]);

function edgeError(pid: number, cause: unknown, what: string): unknown {
  if (!(cause instanceof Error) || !('code' in cause)) return cause;
  const code = FAILURE_OF_CODE.get(cause.code) ?? 'UNREADABLE';
  const advice =
    code === 'NO_SUCH_PROCESS'
      ? 'expected a running process: check the id'
      : 'run as the user who owns it, or with CAP_SYS_PTRACE';
  return new SamplerError(code, [pid], `Process ${pid}: ${what} (${cause.message}); ${advice}.`, {
    cause,
  });
}
