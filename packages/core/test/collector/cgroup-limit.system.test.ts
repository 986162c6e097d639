import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { readCgroupLimit } from '../../src/collector/cgroup-limit.ts';

/** Process 7 in a cgroup of version 2, with its files' contents by path. */
function procRoot(group: string, files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(path.join(tmpdir(), 'loadcell-cgroup-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const all = {
    '7/cgroup': `0::${group}\n`,
    'self/mountinfo': `30 22 0:26 / ${root}/cg rw - cgroup2 cgroup2 rw\n`,
    ...files,
  };
  for (const [name, text] of Object.entries(all)) {
    mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
    writeFileSync(path.join(root, name), text);
  }
  return root;
}

describe('the cgroup memory limit of a process', () => {
  test('is the lowest of its group and those above, with the limiting group', () => {
    const root = procRoot('/a/b', {
      'cg/a/memory.current': '1\n',
      'cg/a/memory.max': '500\n',
      'cg/a/b/memory.current': '1\n',
      'cg/a/b/memory.max': '4000\n',
    });
    expect(readCgroupLimit(7, root)).toEqual({ bytes: 500, group: '/a' });
  });

  test('is infinite when no group has a limit', () => {
    const root = procRoot('/a', { 'cg/a/memory.current': '1\n', 'cg/a/memory.max': 'max\n' });
    expect(readCgroupLimit(7, root)).toEqual({ bytes: Infinity });
  });

  test('is unknown, with the reason, when the group is not found', () => {
    expect(readCgroupLimit(7, procRoot('/gone', {}))).toEqual({
      bytes: Number.NaN,
      reason: 'process 7 is in the cgroup /gone, which is not mounted here',
    });
  });
});
