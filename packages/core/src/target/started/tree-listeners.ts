import { join } from 'node:path';
import { readTable, socketsOf } from '../server/process/socket-tables.ts';
import { treeBelow } from '../server/process/tree-below.ts';

/** A TCP port that a process of a tree listens on. */
export interface TreeListener {
  /** Address on this machine, in brackets for IPv6. */
  readonly hostname: string;
  readonly port: number;
}

const LISTENING = '0A';
const BYTES = /../g;

/** Listening ports of a process tree. Each socket is looked up once, because those of other processes change all the time. */
export class TreeListeners {
  readonly #ancestorPid: number;
  readonly #procRoot: string;
  readonly #known = new Map<string, TreeListener | undefined>();

  /** @param ancestorPid ancestor of the tree, not part of it */
  constructor(ancestorPid: number, procRoot = '/proc') {
    this.#ancestorPid = ancestorPid;
    this.#procRoot = procRoot;
  }

  /** The current listening ports of the tree, in this network namespace. */
  async look(): Promise<readonly TreeListener[]> {
    const tables = await Promise.all(
      ['net/tcp', 'net/tcp6'].map((name) => readTable(join(this.#procRoot, name))),
    );
    const listening = new Map(
      tables.flat().flatMap(([, local = '', , state, , , , , , inode = '']) => {
        return state === LISTENING && inode !== '0' ? [[inode, local] as const] : [];
      }),
    );
    for (const inode of this.#known.keys()) if (!listening.has(inode)) this.#known.delete(inode);
    const fresh = new Map([...listening].filter(([inode]) => !this.#known.has(inode)));
    if (fresh.size > 0) await this.#learn(fresh);
    const found = [...this.#known.values()].filter((one) => one !== undefined);
    return [...new Map(found.map((one) => [`${one.hostname}:${one.port}`, one])).values()];
  }

  async #learn(fresh: ReadonlyMap<string, string>): Promise<void> {
    const held = new Set<string>();
    for (const pid of await treeBelow(this.#ancestorPid, this.#procRoot)) {
      for (const inode of await socketsOf(pid, this.#procRoot)) held.add(inode);
    }
    for (const [inode, local] of fresh) {
      this.#known.set(inode, held.has(inode) ? readLocal(local) : undefined);
    }
  }
}

/** Parses an address and port of a kernel table: hexadecimal words in the byte order of the machine. */
function readLocal(local: string): TreeListener {
  const [address = '', port = ''] = local.split(':');
  return { hostname: hostnameOf(address), port: Number.parseInt(port, 16) };
}

function hostnameOf(address: string): string {
  const words = address.match(/.{8}/g) ?? [];
  const bytes = words.flatMap((word) =>
    (word.match(BYTES) ?? []).toReversed().map((byte) => Number.parseInt(byte, 16)),
  );
  // A wildcard address is reached on loopback.
  if (bytes.every((byte) => byte === 0)) return bytes.length === 4 ? '127.0.0.1' : '[::1]';
  const isMapped =
    bytes.length === 16 && bytes.slice(0, 12).join(',') === '0,0,0,0,0,0,0,0,0,0,255,255';
  if (bytes.length === 4 || isMapped) return bytes.slice(-4).join('.');
  const groups = Array.from({ length: 8 }, (_, index) =>
    (((bytes[2 * index] ?? 0) << 8) | (bytes[2 * index + 1] ?? 0)).toString(16),
  );
  return `[${groups.join(':')}]`;
}
