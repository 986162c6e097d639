import { readFile } from 'node:fs/promises';
import { systemErrorCode } from '../spec/error/system-error.ts';
import { mapped } from './page-cache/mapped-paths.ts';

/** Caches of compiled CPU kernels that processes hold. */
export interface KernelCaches {
  /** Processes with a cache. */
  readonly processes: number;
  /** Kernels in all caches together when full. */
  readonly kernels: number;
}

/** Libraries that compile and keep a CPU kernel for each batch shape: oneDNN, and PyTorch, which contains it. */
const COMPILES = /\/lib(?:torch_cpu|dnnl|onednn)\.so/;

/** Device files of a process that computes on a GPU or another accelerator: its kernels are not CPU kernels. */
const ACCELERATOR = /^\/dev\/(?:nvidia|kfd|dri\/|accel)/;

/** Kernels that oneDNN keeps by default. It reads the second variable if the first is absent. */
const DEFAULT_KERNELS = 1024;
const CAPACITY = ['ONEDNN_PRIMITIVE_CACHE_CAPACITY', 'DNNL_PRIMITIVE_CACHE_CAPACITY'] as const;

/** Error codes of a process that ended or belongs to another user. */
const UNREADABLE: ReadonlySet<unknown> = new Set(['ENOENT', 'ESRCH', 'EACCES', 'EPERM']);

/**
 * Finds caches of compiled CPU kernels (oneDNN's primitive caches) in processes. Skips unreadable processes.
 * @param procRoot `/proc` unless given
 * @returns undefined if no process holds a cache, a process computes on an accelerator, or all caches are off
 */
export async function findKernelCaches(
  pids: readonly number[],
  procRoot = '/proc',
): Promise<KernelCaches | undefined> {
  let processes = 0;
  let kernels = 0;
  for (const pid of pids) {
    const paths = await unlessUnreadable(mapped(`${procRoot}/${pid}`), []);
    if (paths.some(({ path }) => ACCELERATOR.test(path))) return undefined;
    if (!paths.some(({ path }) => COMPILES.test(path))) continue;
    const environment = await unlessUnreadable(readFile(`${procRoot}/${pid}/environ`, 'utf8'), '');
    processes += 1;
    kernels += capacityIn(environment);
  }
  return kernels === 0 ? undefined : { processes, kernels };
}

/** Kernels that a cache can hold. @param environment `NAME=value`, each with a trailing zero byte */
function capacityIn(environment: string): number {
  const entries = environment.split('\0');
  for (const name of CAPACITY) {
    const entry = entries.find((one) => one.startsWith(`${name}=`));
    const digits = entry === undefined ? undefined : /=(\d+)$/.exec(entry)?.[1];
    if (digits !== undefined) return Number(digits);
  }
  return DEFAULT_KERNELS;
}

async function unlessUnreadable<Value>(reading: Promise<Value>, value: Value): Promise<Value> {
  try {
    return await reading;
  } catch (error) {
    if (UNREADABLE.has(systemErrorCode(error))) return value;
    throw error;
  }
}
