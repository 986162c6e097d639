import { readFile, writeFile } from 'node:fs/promises';
import { SamplerError, type SamplerFailure } from '../sampler/sampler-error.ts';

/** A process and its `/proc`. */
export interface EdgeOptions {
  readonly pid: number;
  /** When it began, in clock ticks since boot, as in `ProcessReport`: rejects a successor with the same PID. */
  readonly startTicks?: number;
  /** Replacement of `/proc` for tests. */
  readonly procRoot?: string;
}

/**
 * Values too costly to read continuously, for the start and end of a phase: up to 60 ms for 2 GB, during which the process
 * cannot map memory. A value that could not be read is NaN, with a reason in `missing`.
 */
export interface ProcessEdges {
  readonly pid: number;
  /**
   * The kernel's high-water mark of RSS since the process began or the last reset. Exact while memory only grows; when memory is
   * released, Linux 6.2 and later record the mark from counters that may lag by 32 pages per CPU (or by twice the CPUs if that
   * is more). The sampler's peak is exact at its ticks.
   */
  readonly peakRssBytes: number;
  /** Resident memory with each shared page divided by its number of users: sums correctly over a tree. */
  readonly pssBytes: number;
  readonly pssAnonBytes: number;
  readonly pssFileBytes: number;
  readonly pssShmemBytes: number;
  readonly swapPssBytes: number;
  /** Pages that no other process uses: what its end would release. */
  readonly privateBytes: number;
  /** Huge pages from a reserved pool, which RSS excludes. */
  readonly hugetlbBytes: number;
  readonly missing: readonly string[];
}

/**
 * Reads the edges of a process, off the JavaScript thread.
 * @throws {SamplerError} NO_SUCH_PROCESS when it does not exist or is a successor
 */
export async function readProcessEdges(options: EdgeOptions): Promise<ProcessEdges> {
  await checkIdentity(options);
  const missing: string[] = [];
  const status = await readOrNote(options, 'status', missing);
  const rollup = await readOrNote(options, 'smaps_rollup', missing);
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
 * Resets the kernel's high-water mark of a process to its current RSS, so that the next reading is the exact peak since then.
 * Every other reader of the mark sees the reset: call it only on the user's request.
 * @throws {SamplerError} NO_SUCH_PROCESS, FORBIDDEN or UNREADABLE
 */
export async function resetPeakRss(options: EdgeOptions): Promise<void> {
  await checkIdentity(options);
  try {
    await writeFile(pathOf(options, 'clear_refs'), '5');
  } catch (cause) {
    throw edgeError(options.pid, cause, 'Cannot reset the peak RSS of');
  }
}

async function checkIdentity(options: EdgeOptions): Promise<void> {
  let stat: string;
  try {
    stat = await readFile(pathOf(options, 'stat'), 'utf8');
  } catch (cause) {
    throw edgeError(options.pid, cause, 'Cannot read');
  }
  // The program name, in brackets, may contain anything; the start time is the 20th word after it.
  const startTicks = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]);
  if (options.startTicks !== undefined && options.startTicks !== startTicks) {
    throw new SamplerError(
      'NO_SUCH_PROCESS',
      [options.pid],
      `Process ${options.pid} has ended, and its ID was reused by another process.`,
    );
  }
}

async function readOrNote(options: EdgeOptions, name: string, missing: string[]): Promise<string> {
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
      ? 'Check the process ID'
      : 'Run as its owner, or with CAP_SYS_PTRACE';
  return new SamplerError(code, [pid], `${what} process ${pid}: ${cause.message}. ${advice}.`, {
    cause,
  });
}
