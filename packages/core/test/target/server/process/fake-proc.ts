import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { useCleanup } from '../../transport/transport-run.ts';

/** 127.0.0.1:8000 in the format of the kernel. */
export const ON_8000 = '0100007F:1F40';

const HEADING = '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid';

export function socketLine(local: string, state: string, inode: number): string {
  return `   0: ${local} 00000000:0000 ${state} 00000000:00000000 00:00000000 00000000     0        0 ${inode} 1 0 100 0 0 10 0`;
}

interface FakeProcess {
  readonly parent: number;
  readonly inodes: readonly number[];
  /** Its network namespace; that of the reader when absent. */
  readonly network?: number;
  /** The table of TCP sockets of that namespace. */
  readonly tcp?: readonly string[];
  /** Whether its first thread has ended before another: its descriptors show under that one alone. */
  readonly outlivesFirstThread?: boolean;
}

const OWN_NETWORK = 1;

async function linkNetwork(folder: string, network: number): Promise<void> {
  await mkdir(join(folder, 'ns'), { recursive: true });
  await symlink(`net:[${network}]`, join(folder, 'ns', 'net'));
}

/** A /proc of sockets and of the processes that hold them. */
async function makeProc(
  tables: {
    readonly tcp?: readonly string[];
    readonly tcp6?: readonly string[];
    readonly unix?: readonly string[];
  },
  processes: Readonly<Record<number, FakeProcess>>,
): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'loadcell-proc-'));
  await mkdir(join(root, 'net'));
  for (const [name, lines] of Object.entries(tables)) {
    await writeFile(join(root, 'net', name), [HEADING, ...lines, ''].join('\n'));
  }
  await linkNetwork(join(root, 'self'), OWN_NETWORK);
  for (const [pid, process] of Object.entries(processes)) {
    const { parent, inodes, outlivesFirstThread, network = OWN_NETWORK, tcp = [] } = process;
    await mkdir(join(root, pid, 'fd'), { recursive: true });
    await linkNetwork(join(root, pid), network);
    await mkdir(join(root, pid, 'net'));
    await writeFile(join(root, pid, 'net', 'tcp'), [HEADING, ...tcp, ''].join('\n'));
    const folder = outlivesFirstThread === true ? join(pid, 'task', '99', 'fd') : join(pid, 'fd');
    await mkdir(join(root, folder), { recursive: true });
    await writeFile(
      join(root, pid, 'stat'),
      `${pid} (a (b) c) S ${parent} 1 1 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 4242 0 0`,
    );
    for (const [fd, inode] of inodes.entries()) {
      await symlink(`socket:[${inode}]`, join(root, folder, String(fd)));
    }
  }
  return root;
}

/** Makes a /proc that is removed after its test. */
export function fakeProcOf(onCleanup: ReturnType<typeof useCleanup>): typeof makeProc {
  return async (tables, processes) => {
    const root = await makeProc(tables, processes);
    onCleanup(() => rm(root, { recursive: true }));
    return root;
  };
}
