import path from 'node:path';
import type { Endpoint } from '../../target/server/session/endpoint.ts';
import { attachServer } from '../../target/server/process/attach-server.ts';
import { findListeners, type Listeners } from '../../target/server/process/find-listener.ts';
import { readProcText } from '../../target/process/read-proc-text.ts';
import type { ProcessReport } from './server-report.ts';

/** Why no process was found. */
const NOT_FOUND: Readonly<Record<Exclude<Listeners['kind'], 'seen'>, string>> = {
  elsewhere: 'the server is not on this machine; run Loadcell there to measure memory',
  none: 'no process listens there in this network namespace; pass --pid PID for a server in a container',
  hidden: 'the listening process is not visible; run as its user or as root, or pass --pid PID',
};

/** How to look for a process. */
export interface ProcessQuery {
  /** Named by the user; the listener is searched without it. */
  readonly pid: number | 'auto' | undefined;
  /** Whether the native part, which samples, is there. */
  readonly hasNative: boolean;
}

const NEEDS_NATIVE = 'sampling needs the native part';

/**
 * Finds the process that serves an endpoint, and checks whether its memory can be read.
 * @throws {ConfigError} when the named process is not the one that listens
 */
export async function inspectProcess(
  endpoint: Endpoint,
  { pid, hasNative }: ProcessQuery,
): Promise<ProcessReport> {
  if (pid !== undefined) {
    const { process, unconfirmed } = await attachServer(endpoint, pid);
    process.release();
    return await reportOf(process.pid, unconfirmed === undefined ? 'confirmed' : 'unconfirmed', {
      detail: unconfirmed ?? 'it listens on the port',
      hasNative,
    });
  }
  const found = await findListeners(endpoint);
  if (found.kind === 'seen') {
    return await reportOf(found.eldest, 'found', {
      detail: `it listens on the port${hasNative ? '; pass --pid auto to sample it' : ''}`,
      hasNative,
    });
  }
  return { pid: null, status: 'not-found', canBeSampled: false, detail: NOT_FOUND[found.kind] };
}

async function reportOf(
  pid: number,
  status: ProcessReport['status'],
  { detail, hasNative }: { readonly detail: string; readonly hasNative: boolean },
): Promise<ProcessReport> {
  if (!hasNative) return { pid, status, canBeSampled: false, detail: `${detail}; ${NEEDS_NATIVE}` };
  const memory = await readProcText(path.join('/proc', String(pid), 'statm'));
  const canBeSampled = memory !== undefined && memory !== '';
  return {
    pid,
    status,
    canBeSampled,
    detail: canBeSampled ? detail : `${detail}; /proc/${pid}/statm cannot be read`,
  };
}
