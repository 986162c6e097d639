import { parseSlice, parseStartAt, type WorkerOptions } from '@loadcell/core';
import type { Flags } from '../flags/flag-row.ts';
import { cannotCombine } from '../flags/refusals.ts';
import { UsageError } from '../usage-error.ts';

/** Flags that start several runs, which cannot all start at one time. */
const SEVERAL = ['repeat', 'against'];

/**
 * The worker of a command line.
 * @param nowEpochMs the present, epoch milliseconds
 * @throws {ConfigError} for an invalid slice or time, and for a time that has passed
 * @throws {UsageError} for several runs of one worker
 */
export function readWorker(flags: Flags, nowEpochMs: number): WorkerOptions {
  const [slice] = flags.get('slice') ?? [];
  const [startAt] = flags.get('start-at') ?? [];
  for (const several of SEVERAL) {
    if (!flags.has(several)) continue;
    for (const name of ['slice', 'start-at']) {
      if (!flags.has(name)) continue;
      throw new UsageError(cannotCombine(`--${name}`, `--${several}`), {
        help: `remove --${several}: workers start each run together`,
      });
    }
  }
  return {
    ...(slice === undefined ? {} : { slice: parseSlice(slice) }),
    ...(startAt === undefined ? {} : { startAtEpochMs: parseStartAt(startAt, nowEpochMs) }),
  };
}
