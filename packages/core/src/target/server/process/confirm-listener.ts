import { readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { isSystemError } from '../../../spec/error/system-error.ts';
import { ConfigError } from '../../../spec/error/errors.ts';
import type { Endpoint } from '../session/endpoint.ts';
import { findListeners, placeOf } from './find-listener.ts';
import { readStat } from './read-stat.ts';

/**
 * Checks that a process or one of its descendants listens on the endpoint, so that another process is not measured as the
 * server.
 * @param procRoot mount point of proc
 * @returns why that could not be confirmed; undefined when it was
 * @throws {ConfigError} when another process listens there
 */
export async function confirmListener(
  endpoint: Endpoint,
  pid: number,
  procRoot = '/proc',
): Promise<string | undefined> {
  const place = placeOf(endpoint);
  const unconfirmed = (why: string): string =>
    `not confirmed that PID ${pid} listens on ${place}: ${why}`;
  if (!(await sharesNetwork(pid, procRoot))) {
    return unconfirmed('the process is in another network namespace, such as a container');
  }
  const seen = await findListeners(endpoint, procRoot);
  switch (seen.kind) {
    case 'elsewhere':
      return unconfirmed('that is not an address of this machine');
    case 'none':
      return unconfirmed('no process listens there in this network namespace');
    case 'hidden':
      return unconfirmed('the listening process belongs to another user or runs in a container');
    case 'seen':
      break;
  }
  for (const listener of seen.pids) {
    if (await descendsFrom(listener, pid, procRoot)) return undefined;
  }
  throw new ConfigError(`--pid ${pid} is not the server: PID ${seen.eldest} listens on ${place}`, {
    help: `pass --pid ${seen.eldest}, or --pid auto`,
  });
}

async function sharesNetwork(pid: number, procRoot: string): Promise<boolean> {
  const [own, other] = await Promise.all(
    ['self', String(pid)].map((name) => readNamespace(join(procRoot, name, 'ns/net'))),
  );
  // The namespace of another user's process cannot be read.
  return own === undefined || other === undefined || own === other;
}

async function readNamespace(path: string): Promise<string | undefined> {
  try {
    return await readlink(path);
  } catch (error) {
    if (isSystemError(error)) return undefined;
    throw error;
  }
}

async function descendsFrom(pid: number, ancestor: number, procRoot: string): Promise<boolean> {
  for (let one = pid; one > 0;) {
    if (one === ancestor) return true;
    const stat = await readStat(one, procRoot);
    if (stat === undefined) return false;
    one = stat.parentPid;
  }
  return false;
}
