import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { TreeListeners } from '../../../src/target/started/tree-listeners.ts';
import { temporaryFolder } from '../../stream/temporary-folder.ts';

const HEADING =
  '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n';

function row(local: string, state: string, inode: number): string {
  return `   0: ${local} 00000000:0000 ${state} 00000000:00000000 00:00000000 00000000     0        0 ${inode} 1 0 100 0 0 10 0\n`;
}

/** Processes in `/proc`: PID, parent, and inodes of sockets. */
function procOf(
  tables: Readonly<Record<string, string>>,
  processes: readonly [number, number, readonly number[]][],
): string {
  const root = temporaryFolder();
  mkdirSync(join(root, 'net'));
  for (const [name, text] of Object.entries(tables))
    writeFileSync(join(root, 'net', name), HEADING + text);
  for (const [pid, parent, inodes] of processes) {
    mkdirSync(join(root, `${pid}`, 'fd'), { recursive: true });
    writeFileSync(
      join(root, `${pid}`, 'stat'),
      `${pid} (a b) S ${parent} 1 1 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 ${pid}00 0 0\n`,
    );
    for (const [index, inode] of inodes.entries())
      symlinkSync(`socket:[${inode}]`, join(root, `${pid}`, 'fd', `${index}`));
  }
  return root;
}

describe('the listening ports of a tree', () => {
  it('are those of its processes, at an address that reaches them', async () => {
    const tcp =
      row('0100007F:1F90', '0A', 11) +
      row('00000000:1F91', '0A', 12) +
      row('0500A8C0:1F92', '0A', 13) +
      row('0100007F:1F93', '01', 14) +
      row('0100007F:1F94', '0A', 15);
    const tcp6 =
      row('00000000000000000000000000000000:1F95', '0A', 16) +
      row('0000000000000000FFFF00000100007F:1F96', '0A', 17) +
      row('000080FE00000000FF565002BD69B1FE:1F97', '0A', 18);
    const root = procOf({ tcp, tcp6 }, [
      [2, 1, [11]],
      [3, 2, [12, 13, 14]],
      [4, 3, [16, 17, 18]],
      // Of other processes.
      [9, 8, [15]],
    ]);
    const found = await new TreeListeners(1, root).look();
    expect(found.map(({ hostname, port }) => `${hostname}:${port}`).toSorted()).toEqual([
      '127.0.0.1:8080',
      '127.0.0.1:8081',
      '127.0.0.1:8086',
      '192.168.0.5:8082',
      '[::1]:8085',
      '[fe80:0:0:0:250:56ff:feb1:69bd]:8087',
    ]);
  });

  it('include new ones, and exclude closed ones', async () => {
    const root = procOf({ tcp: row('0100007F:1F90', '0A', 11) }, [[2, 1, [11, 12]]]);
    const listeners = new TreeListeners(1, root);
    expect(await listeners.look()).toHaveLength(1);
    writeFileSync(join(root, 'net/tcp'), HEADING + row('0100007F:1F91', '0A', 12));
    expect(await listeners.look()).toEqual([{ hostname: '127.0.0.1', port: 8081 }]);
  });
});
