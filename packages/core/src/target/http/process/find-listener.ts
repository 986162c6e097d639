import { readdir, readFile, readlink } from 'node:fs/promises';
import { lookup } from 'node:dns/promises';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { ConfigError } from '../../../spec/errors.ts';
import type { Endpoint } from '../endpoint.ts';
import { readStat } from './read-stat.ts';

const LISTENING = '0A';
const UNIX_LISTENING_FLAG = 0x00010000;

/** Which processes listen where an endpoint is, as far as that can be seen from here. */
export type Listeners =
  | {
      readonly kind: 'seen';
      /** Every process that holds a listening socket there. */
      readonly pids: readonly number[];
      /** The one that the others come from. */
      readonly eldest: number;
    }
  /** Not at an address of this machine; nowhere in this network namespace; by a process that does not show. */
  | { readonly kind: 'elsewhere' | 'none' | 'hidden' };

/** Where an endpoint is, for people. */
export function placeOf({ socketPath, hostname, port }: Endpoint): string {
  return socketPath ?? `${hostname}:${port}`;
}

/**
 * Finds the process that listens where an endpoint is, on this machine. Of several that share the socket it is the one
 * that the others come from.
 * @param procRoot where the kernel shows its processes
 * @throws {ConfigError} when the endpoint is elsewhere, nothing listens, or the process cannot be seen
 */
export async function findListener(endpoint: Endpoint, procRoot = '/proc'): Promise<number> {
  const place = placeOf(endpoint);
  const found = await findListeners(endpoint, procRoot);
  switch (found.kind) {
    case 'seen':
      return found.eldest;
    case 'elsewhere':
      throw new ConfigError(
        `--pid auto cannot find the process on ${place}: that is not an address of this machine`,
        { help: 'run Loadcell on that machine, or remove --pid to run without memory metrics' },
      );
    case 'none':
      throw new ConfigError(`no process listens on ${place} in this network namespace`, {
        help: 'start the server, or pass --pid PID as seen from here for a server in a container',
      });
    case 'hidden':
      throw new ConfigError(
        `the process on ${place} is not visible: it belongs to another user or runs in a container`,
        { help: 'run as that user or as root, or pass --pid PID' },
      );
  }
}

/** Looks for every process that listens where an endpoint is. */
export async function findListeners(endpoint: Endpoint, procRoot = '/proc'): Promise<Listeners> {
  if (endpoint.socketPath === undefined && !(await isLocal(endpoint.hostname))) {
    return { kind: 'elsewhere' };
  }
  const inodes = await listeningInodes(endpoint, procRoot);
  if (inodes.size === 0) return { kind: 'none' };
  const pids = await pidsHolding(inodes, procRoot);
  const first = await eldest(pids, procRoot);
  return first === undefined ? { kind: 'hidden' } : { kind: 'seen', pids, eldest: first };
}

async function isLocal(hostname: string): Promise<boolean> {
  const own = new Set(
    Object.values(networkInterfaces()).flatMap((list) =>
      (list ?? []).map(({ address }) => address),
    ),
  );
  const addresses = await lookup(hostname, { all: true });
  return addresses.some(({ address }) => own.has(address) || /^(?:127\.|::1$)/.test(address));
}

/** Inodes of the sockets that listen there, by whatever address of this machine. */
async function listeningInodes(endpoint: Endpoint, procRoot: string): Promise<Set<string>> {
  const { socketPath, port } = endpoint;
  if (socketPath !== undefined) {
    const lines = await readTable(join(procRoot, 'net/unix'));
    return new Set(
      lines.flatMap(([, , , flags = '0', , , inode = '', path]) =>
        path === socketPath && (Number.parseInt(flags, 16) & UNIX_LISTENING_FLAG) !== 0
          ? [inode]
          : [],
      ),
    );
  }
  const portHex = port.toString(16).toUpperCase().padStart(4, '0');
  const tables = await Promise.all(
    ['net/tcp', 'net/tcp6'].map((name) => readTable(join(procRoot, name))),
  );
  return new Set(
    tables.flat().flatMap((fields) => {
      const [, local = '', , state] = fields;
      return state === LISTENING && local.endsWith(`:${portHex}`) ? [fields[9] ?? ''] : [];
    }),
  );
}

/** Lines of a table of the kernel, without its heading, by fields; none when this kernel has no such table. */
async function readTable(path: string): Promise<string[][]> {
  const text = await orWhenGone(readFile(path, 'utf8'), '');
  return text
    .split('\n')
    .slice(1)
    .map((line) => line.trim().split(/\s+/));
}

async function pidsHolding(inodes: ReadonlySet<string>, procRoot: string): Promise<number[]> {
  const wanted = new Set([...inodes].map((inode) => `socket:[${inode}]`));
  const names = (await readdir(procRoot)).filter((name) => /^[0-9]+$/.test(name));
  const pids = names.toSorted((a, b) => Number(a) - Number(b));
  const holding: number[] = [];
  for (const pid of pids) {
    const folder = join(procRoot, pid);
    const isHolding =
      (await holdsOneOf(wanted, join(folder, 'fd'))) ?? (await threadHoldsOneOf(wanted, folder));
    if (isHolding) holding.push(Number(pid));
  }
  return holding;
}

/** Whether a folder of descriptors has one of these sockets; undefined where it is empty. */
async function holdsOneOf(
  wanted: ReadonlySet<string>,
  folder: string,
): Promise<boolean | undefined> {
  const files = await orWhenGone(readdir(folder), []);
  if (files.length === 0) return undefined;
  for (const file of files) {
    if (wanted.has(await orWhenGone(readlink(join(folder, file)), ''))) return true;
  }
  return false;
}

/** The same of a process whose first thread has ended: its descriptors show under those that live. */
async function threadHoldsOneOf(wanted: ReadonlySet<string>, process: string): Promise<boolean> {
  const threads = await orWhenGone(readdir(join(process, 'task')), []);
  for (const thread of threads) {
    const holds = await holdsOneOf(wanted, join(process, 'task', thread, 'fd'));
    if (holds !== undefined) return holds;
  }
  return false;
}

/** The one whose parent is not among them; the first of several. */
async function eldest(pids: readonly number[], procRoot: string): Promise<number | undefined> {
  const held = new Set(pids);
  for (const pid of pids) {
    const stat = await readStat(pid, procRoot);
    if (stat !== undefined && !held.has(stat.parentPid)) return pid;
  }
  return undefined;
}

/** Processes end while they are looked at, and those of others may not be looked at. */
async function orWhenGone<Value>(reading: Promise<Value>, value: Value): Promise<Value> {
  try {
    return await reading;
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error)) throw error;
    if (['ENOENT', 'ESRCH', 'EACCES', 'EPERM', 'ENOTDIR'].includes(String(error.code)))
      return value;
    throw error;
  }
}
