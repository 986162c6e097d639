import { readdir, readFile, readlink } from 'node:fs/promises';
import { lookup } from 'node:dns/promises';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { ConfigError } from '../../../spec/errors.ts';
import type { Endpoint } from '../endpoint.ts';
import { readStat } from './read-stat.ts';

const LISTENING = '0A';
const UNIX_LISTENING_FLAG = 0x00010000;

/**
 * Finds the process that listens where an endpoint is, on this machine. Of several that share the socket it is the one
 * that the others come from.
 * @param procRoot where the kernel shows its processes
 * @throws {ConfigError} when the endpoint is elsewhere, nobody listens, or the process cannot be seen
 */
export async function findListener(endpoint: Endpoint, procRoot = '/proc'): Promise<number> {
  const place = endpoint.socketPath ?? `${endpoint.hostname}:${endpoint.port}`;
  if (endpoint.socketPath === undefined && !(await isLocal(endpoint.hostname))) {
    throw new ConfigError(
      `The process behind ${place} cannot be found: that is not an address of this machine. Run Loadcell there, or leave out --pid and measure without memory.`,
    );
  }
  const inodes = await listeningInodes(endpoint, procRoot);
  if (inodes.size === 0) {
    throw new ConfigError(
      `No process listens on ${place} in this network namespace. Start the server first; one in a container needs --pid with its pid on this host.`,
    );
  }
  const pids = await pidsHolding(inodes, procRoot);
  const pid = await eldest(pids, procRoot);
  if (pid !== undefined) return pid;
  throw new ConfigError(
    `Somebody listens on ${place}, but the process cannot be seen: it belongs to another user, or runs in a container. Run as that user or as root, or give its pid with --pid.`,
  );
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
    const folder = join(procRoot, pid, 'fd');
    const files = await orWhenGone(readdir(folder), []);
    for (const file of files) {
      if (!wanted.has(await orWhenGone(readlink(join(folder, file)), ''))) continue;
      holding.push(Number(pid));
      break;
    }
  }
  return holding;
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
