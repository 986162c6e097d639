import type { CrossedMemoryLimit } from '../collector/memory-watch.ts';
import type { OomKill } from '../collector/oom-watch.ts';
import { describeOomKill, killOf } from '../metric/format/describe-event.ts';
import { formatBytes, formatMs } from '../metric/format/format-value.ts';
import { describeEnd } from '../spec/describe-end.ts';
import { LoadcellError, ResourceError, TestError } from '../spec/error/errors.ts';
import type { TargetDiedError } from '../target/errors.ts';

/** The run was stopped: by Ctrl-C, or the signal of the caller. */
export class InterruptedError extends LoadcellError {
  constructor(options?: ErrorOptions) {
    super('INTERRUPTED', 'the run was interrupted; partial results are kept', options);
  }
}

/** Whether the run was stopped by the user, on this machine or another. */
export function isInterruption(error: unknown): boolean {
  return error instanceof LoadcellError && error.code === 'INTERRUPTED';
}

/** The run exceeded its time limit. */
export function timeoutError(phase: string, timeoutMs: number, elapsedMs: number): TestError {
  return new TestError(
    `the run timed out after ${formatMs(timeoutMs)} in phase ${phase}`,
    { phase, metric: 'timeout', threshold: timeoutMs, actual: elapsedMs },
    {
      code: 'TIMEOUT',
      help: 'raise --timeout, or shorten the phases with --duration or phases.*.duration',
    },
  );
}

/** The target exceeded the memory limit. */
export function memoryLimitError({
  limitBytes,
  actualBytes,
  basis,
  managed,
}: CrossedMemoryLimit): ResourceError {
  const what = managed ? 'the target was stopped' : 'the run was stopped; the server keeps running';
  return new ResourceError(
    `the target uses ${formatBytes(actualBytes)} of memory (${basis}), ${formatBytes(actualBytes - limitBytes)} over the limit of ${formatBytes(limitBytes)}: ${what}`,
    { resource: 'memory', limit: limitBytes, actual: actualBytes },
    { help: 'raise --max-memory, or use a smaller model or context' },
  );
}

/** Why a process died, and what to do: an OOM kill first, then its own output. */
function explainDeath(
  { exit, outputTail }: TargetDiedError,
  kills: readonly OomKill[],
): { readonly reason: string; readonly help?: string } {
  const kill = killOf(exit.pid, kills);
  const wrote = outputTail === '' ? '' : `. It last wrote:\n${outputTail}`;
  if (kill !== undefined) {
    return {
      reason: `: the kernel killed ${describeOomKill(kill)}${wrote}`,
      help: 'raise the memory limit of its cgroup, or use a smaller model or context',
    };
  }
  if (wrote !== '') return { reason: wrote };
  return { reason: '', help: 'check its log, and the kernel log for an OOM kill' };
}

/**
 * The process of the target ended during a phase.
 * @param kills OOM kills as it ended
 * @param stretch what it ended in, in words
 */
export function deathError(
  phase: string,
  cause: TargetDiedError,
  beganNs: number,
  clockEpochMs: number,
  kills: readonly OomKill[] = [],
  stretch = `phase ${phase}`,
): TestError {
  const { exit, outputTail, isStarting } = cause;
  const at = new Date(clockEpochMs + exit.atNs / 1e6).toISOString();
  const after = formatMs((exit.atNs - beganNs) / 1e6);
  const ended = describeEnd(exit);
  if (isStarting && kills.length === 0) {
    const wrote = outputTail === '' ? 'It wrote nothing' : `It last wrote:\n${outputTail}`;
    return new TestError(
      `the server command ${ended} after ${after}, before it was ready. ${wrote}`,
      { phase },
      { code: 'TARGET_DIED', cause, help: 'run the command by itself to see why it exits' },
    );
  }
  const { reason, help } = explainDeath(cause, kills);
  return new TestError(
    `target process ${exit.pid} ${ended}, ${after} into ${stretch} (${at})${reason}`,
    { phase },
    { code: 'TARGET_DIED', cause, ...(help === undefined ? {} : { help }) },
  );
}
