import type { CrossedMemoryLimit } from '../collector/memory-watch.ts';
import type { OomKill } from '../collector/oom-watch.ts';
import { describeOomKill } from '../metric/format/describe-event.ts';
import { formatBytes, formatMs } from '../metric/format/format-value.ts';
import { LoadcellError, ResourceError, TestError } from '../spec/error/errors.ts';
import type { TargetDiedError } from '../target/errors.ts';
import type { TargetExit } from '../target/target.ts';

/** The run was stopped: by Ctrl-C, or the signal of the caller. */
export class InterruptedError extends LoadcellError {
  constructor(options?: ErrorOptions) {
    super('INTERRUPTED', 'The run was interrupted; partial results are kept.', options);
  }
}

/** The run exceeded its time limit. */
export function timeoutError(phase: string, timeoutMs: number, elapsedMs: number): TestError {
  return new TestError(
    `The run timed out after ${formatMs(timeoutMs)} in phase ${phase}`,
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
    `The target uses ${formatBytes(actualBytes)} of memory (${basis}), ${formatBytes(actualBytes - limitBytes)} over the limit of ${formatBytes(limitBytes)}: ${what}`,
    { resource: 'memory', limit: limitBytes, actual: actualBytes },
    { help: 'raise --max-memory, or use a smaller model or context' },
  );
}

/** How a process ended; the exit status of another process's child is unknown. */
function describeEnd({ signal, exitCode }: TargetExit): string {
  if (signal !== null) return `by ${signal}`;
  return exitCode === null ? 'with unknown exit status' : `with code ${exitCode}`;
}

/** Why a process died: an OOM kill first, then its own output. */
function explainDeath({ outputTail }: TargetDiedError, [kill]: readonly OomKill[]): string {
  const wrote = outputTail === '' ? '' : ` It last wrote:\n${outputTail}`;
  if (kill !== undefined) {
    return `: the kernel killed ${describeOomKill(kill)}. Raise the memory limit of its cgroup, or use a smaller model or context.${wrote}`;
  }
  if (wrote !== '') return `.${wrote}`;
  return '. Check its log, and the kernel log for an OOM kill.';
}

/**
 * The process of the target ended during a phase.
 * @param kills OOM kills as it ended
 */
export function deathError(
  phase: string,
  cause: TargetDiedError,
  beganNs: number,
  clockEpochMs: number,
  kills: readonly OomKill[] = [],
): TestError {
  const { exit, outputTail, isStarting } = cause;
  const at = new Date(clockEpochMs + exit.atNs / 1e6).toISOString();
  const afterSeconds = ((exit.atNs - beganNs) / 1e9).toFixed(3);
  const how = describeEnd(exit);
  if (isStarting && kills.length === 0) {
    const wrote = outputTail === '' ? 'It printed nothing' : `It last wrote:\n${outputTail}`;
    return new TestError(
      `The server command ${exit.signal === null ? 'exited' : 'was killed'} ${how} after ${afterSeconds} s, before it was ready. ${wrote}`,
      { phase },
      { code: 'TARGET_DIED', cause, help: 'run the command by itself to see why it exits' },
    );
  }
  return new TestError(
    `Target process ${exit.pid} died at ${at}, ${afterSeconds} s into phase ${phase}, ${how}${explainDeath(cause, kills)}`,
    { phase },
    { code: 'TARGET_DIED', cause },
  );
}
