import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { TargetError } from '../errors.ts';

/** Why `spawn()` or `fork()` returned a child without a pid; call it in the same turn of the event loop. */
export async function readSpawnFailure(child: ChildProcess): Promise<TargetError> {
  const [cause]: unknown[] = await once(child, 'error');
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new TargetError(`no process could be started: ${reason}`, {
    code: 'TARGET_START',
    help: 'check the limits on processes and memory (ulimit -a)',
    cause,
  });
}
