import { mkdirSync, writeFileSync } from 'node:fs';
import { totalmem } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { usableMemoryBytes } from '../../../../src/target/engine/defaults/usable-memory.ts';
import { temporaryFolder } from '../../../stream/temporary-folder.ts';

const MIB = 2 ** 20;

function memoryWith(files: Readonly<Record<string, string>>): Promise<number> {
  const root = temporaryFolder();
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.join(root, path.dirname(name)), { recursive: true });
    writeFileSync(path.join(root, name), text);
  }
  return usableMemoryBytes({ procDir: path.join(root, 'proc'), sysDir: path.join(root, 'sys') });
}

describe('usableMemoryBytes', () => {
  it('is the lowest limit of its cgroup and those above', async () => {
    const limited = {
      'proc/self/cgroup': '0::/a/b\n',
      'sys/fs/cgroup/a/memory.max': `${64 * MIB}\n`,
      'sys/fs/cgroup/a/b/memory.max': 'max\n',
    };
    expect(await memoryWith(limited)).toBe(64 * MIB);
    const old = {
      'proc/self/cgroup': '4:memory:/a\n',
      'sys/fs/cgroup/memory/a/memory.limit_in_bytes': `${32 * MIB}\n`,
    };
    expect(await memoryWith(old)).toBe(32 * MIB);
  });

  it('is the memory of the machine without a limit', async () => {
    expect(await memoryWith({})).toBe(totalmem());
    const unlimited = { 'proc/self/cgroup': '4:memory:/\n' };
    const most = { 'sys/fs/cgroup/memory/memory.limit_in_bytes': '9223372036854771712\n' };
    expect(await memoryWith({ ...unlimited, ...most })).toBe(totalmem());
  });
});
