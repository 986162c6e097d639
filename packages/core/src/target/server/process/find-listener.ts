import { lookup } from 'node:dns/promises';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { ConfigError } from '../../../spec/error/errors.ts';
import type { Endpoint } from '../session/endpoint.ts';
import { eldestOf, listeningOnPort, pidsHolding } from './listening-sockets.ts';
import { readTable } from './socket-tables.ts';

const UNIX_LISTENING_FLAG = 0x00010000;

/** The processes that listen on an endpoint, as far as they are visible. */
export type Listeners =
  | {
      readonly kind: 'seen';
      /** Every process that has the listening socket open. */
      readonly pids: readonly number[];
      /** The ancestor of the others. */
      readonly eldest: number;
    }
  /** The address is not of this machine; nothing listens in this network namespace; the process is not visible. */
  | { readonly kind: 'elsewhere' | 'none' | 'hidden' };

/** An endpoint as text. */
export function placeOf({ socketPath, hostname, port }: Endpoint): string {
  return socketPath ?? `${hostname}:${port}`;
}

/**
 * Finds the process on this machine that listens on an endpoint. If several share the socket, returns the ancestor of the
 * others.
 * @param procRoot mount point of proc
 * @throws {ConfigError} when the endpoint is not local, nothing listens, or the process is not visible
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

/** Finds every process that listens on an endpoint. */
export async function findListeners(endpoint: Endpoint, procRoot = '/proc'): Promise<Listeners> {
  if (endpoint.socketPath === undefined && !(await isLocal(endpoint.hostname))) {
    return { kind: 'elsewhere' };
  }
  const inodes = await listeningInodes(endpoint, procRoot);
  if (inodes.size === 0) return { kind: 'none' };
  const pids = await pidsHolding(inodes, procRoot);
  const [first] = await eldestOf(pids, procRoot);
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

/** Inodes of the sockets that listen there, on any address of this machine. */
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
  return await listeningOnPort(port, procRoot);
}
