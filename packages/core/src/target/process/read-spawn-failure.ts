import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { TargetError } from '../errors.ts';

/** Why `spawn()` or `fork()` returned a child without a pid; to be asked in the same turn of the event loop. */
export async function readSpawnFailure(child: ChildProcess): Promise<TargetError> {
  const [cause]: unknown[] = await once(child, 'error');
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new TargetError(
    `The process of the target could not be started: ${reason}. Expected a new process: check the command, and ` +
      'the limits on processes and memory (`ulimit -a`).',
    { code: 'TARGET_START', cause },
  );
}
