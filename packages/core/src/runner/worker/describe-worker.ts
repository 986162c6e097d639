import { readFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import type { RunConfig } from '../../config/parse-config.ts';
import type { Slice } from '../../workload/slice/slice.ts';

/** Which worker recorded a run, as run.json has it. */
export interface WorkerFacts {
  readonly machine: string;
  /** Of the running system: monotonic clocks with the same id are the same clock. Absent where the kernel has none. */
  readonly bootId?: string;
  readonly slice: Slice;
  /** The run of all workers; absent without a fleet. */
  readonly runId?: string;
}

const BOOT_ID = '/proc/sys/kernel/random/boot_id';

/** Describes this worker. The machine has the name that it was given, or its host name. */
export async function describeWorker({
  slice,
  machine = hostname(),
  runId,
}: Pick<RunConfig, 'slice' | 'machine' | 'runId'>): Promise<WorkerFacts> {
  const bootId = await readBootId();
  return {
    machine,
    ...(bootId === '' ? {} : { bootId }),
    slice,
    ...(runId === undefined ? {} : { runId }),
  };
}

async function readBootId(): Promise<string> {
  try {
    return (await readFile(BOOT_ID, 'utf8')).trim();
  } catch {
    return '';
  }
}
