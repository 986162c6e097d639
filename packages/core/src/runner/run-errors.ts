import type { OomKill } from '../collector/oom-watch.ts';
import { describeOomKill } from '../metric/format/describe-event.ts';
import { formatBytes, formatMs } from '../metric/format/format-value.ts';
import { LoadcellError, ResourceError, TestError } from '../spec/error/errors.ts';
import type { TargetDiedError } from '../target/errors.ts';
import type { TargetExit } from '../target/target.ts';

/** The run was stopped: by Ctrl-C, or the signal of the caller. */
export class InterruptedError extends LoadcellError {
  constructor(options?: ErrorOptions) {
    super('INTERRUPTED', 'The run was interrupted; what was measured until then is kept.', options);
  }
}

/** The run took longer than it may. */
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

/** A limit of memory and what went beyond it. */
export interface CrossedMemoryLimit {
  readonly limitBytes: number;
  readonly actualBytes: number;
  /** Which figure was judged, in words. */
  readonly basis: string;
  /** Whether we started its process, which was ended then. */
  readonly managed: boolean;
}

/** The target uses more memory than it may. */
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

/** How a process ended; of one that is not our child only that it did is known. */
function describeEnd({ signal, exitCode }: TargetExit): string {
  if (signal !== null) return `by ${signal}`;
  return exitCode === null ? 'with unknown exit status' : `with code ${exitCode}`;
}

/** What is known of why a process died: the kernel's word first, then its own. */
function explainDeath({ outputTail }: TargetDiedError, [kill]: readonly OomKill[]): string {
  const wrote = outputTail === '' ? '' : ` It last wrote:\n${outputTail}`;
  if (kill !== undefined) {
    return `: the kernel killed ${describeOomKill(kill)}. Raise the memory limit of its cgroup, or use a smaller model or context.${wrote}`;
  }
  if (wrote !== '') return `.${wrote}`;
  return '. Look at its own log, and at the kernel log for an out-of-memory kill.';
}

/**
 * The target's process ended by itself in the middle of a phase: when, and how long after the phase began.
 * @param kills whom the kernel killed for memory as it ended
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
    const wrote = outputTail === '' ? 'It wrote nothing' : `It last wrote:\n${outputTail}`;
    return new TestError(
      `The server's command ended ${how} after ${afterSeconds} s, before it was ready. ${wrote}`,
      { phase },
      { code: 'TARGET_DIED', cause, help: 'run the command by itself to see why it ends' },
    );
  }
  return new TestError(
    `The target's process ${exit.pid} died at ${at}, ${afterSeconds} s into phase ${phase}, ${how}${explainDeath(cause, kills)}`,
    { phase },
    { code: 'TARGET_DIED', cause },
  );
}
