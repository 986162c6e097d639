import type { Endpoint } from '../session/endpoint.ts';
import { AttachedProcess } from './attached-process.ts';
import { confirmListener } from './confirm-listener.ts';
import { findListener } from './find-listener.ts';

/** The process of a server, already watched. */
export interface AttachedServer {
  readonly process: AttachedProcess;
  /** Why the process could not be confirmed as the listener; undefined where it was. */
  readonly unconfirmed: string | undefined;
}

/**
 * Attaches to the process of a server, found by its port or named by the user.
 * @throws {ConfigError} when there is no such process, or another one listens
 */
export async function attachServer(
  endpoint: Endpoint,
  pid: number | 'auto',
): Promise<AttachedServer> {
  if (pid === 'auto') {
    const found = await AttachedProcess.attach(await findListener(endpoint));
    return { process: found, unconfirmed: undefined };
  }
  const named = await AttachedProcess.attach(pid);
  try {
    return { process: named, unconfirmed: await confirmListener(endpoint, pid) };
  } catch (error) {
    named.release();
    throw error;
  }
}
