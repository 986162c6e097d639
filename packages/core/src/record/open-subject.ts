import { existsSync } from 'node:fs';
import { isSystemError } from '../spec/error/system-error.ts';
import { LoadcellError } from '../spec/error/errors.ts';
import { AttachedProcess } from '../target/server/process/attached-process.ts';
import { openCommand } from './open-command.ts';
import { identifyProcess } from './process-tree.ts';
import type { AskedSubject, Subject } from './subject.ts';

/**
 * Starts the command, which then waits to begin, or finds the process.
 * @throws {ConfigError} when the command does not exist
 * @throws {LoadcellError} when the process does not exist or is not visible
 */
export async function openSubject(asked: AskedSubject): Promise<Subject> {
  return asked.kind === 'command' ? await openCommand(asked) : await attach(asked.pid);
}

async function attach(pid: number): Promise<Subject> {
  refuseUnseen(pid);
  const attached = await AttachedProcess.attach(pid);
  return {
    pid,
    adopterPid: undefined,
    isHeld: false,
    command: null,
    ended: attached.exited,
    begin: async () => {},
    goOn: () => {},
    passOn: () => {},
    end: async () => [],
    kill: () => {},
    members: () => [],
    leave: async () => attached.release(),
  };
}

/** Explains why a pid cannot be recorded, since the kernel reports all causes alike. */
function refuseUnseen(pid: number): void {
  if (identifyProcess(pid) !== undefined) return;
  if (existsSync(`/proc/${pid}`)) {
    throw new LoadcellError('TARGET_ZOMBIE', `process ${pid} has exited (zombie)`, {
      help: 'pass the PID of a running process',
    });
  }
  throw isThere(pid)
    ? new LoadcellError(
        'TARGET_HIDDEN',
        `process ${pid} exists but is hidden in /proc (hidepid): it belongs to another user`,
        { help: 'record it as that user or as root' },
      )
    : new LoadcellError('TARGET_NO_SUCH_PROCESS', `no process has PID ${pid}`, {
        help: 'pass the PID of a running process (see ps -e)',
      });
}

function isThere(pid: number): boolean {
  try {
    // Signal 0 is not sent: it only checks that the process exists.
    process.kill(pid, 0);
    return true;
  } catch (error) {
    if (!isSystemError(error)) throw error;
    return error.code === 'EPERM';
  }
}
