import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { hasRealTimeThread } from '../../src/doctor/real-time-thread.ts';

/** Threads as the kernel describes them, by scheduling policy. */
function tasks(...policies: readonly number[]): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'loadcell-tasks-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const [index, policy] of policies.entries()) {
    const before = Array.from({ length: 37 }, (_, field) => String(field)).join(' ');
    mkdirSync(path.join(folder, `${index + 1}`));
    writeFileSync(
      path.join(folder, `${index + 1}`, 'stat'),
      `${index + 1} (a (2) name) S ${before} ${policy} 0 0 0\n`,
    );
  }
  return folder;
}

test('finds a thread with real-time priority among others', async () => {
  expect(await hasRealTimeThread(tasks(0, 0, 2))).toBe(true);
  expect(await hasRealTimeThread(tasks(0, 1))).toBe(true);
  expect(await hasRealTimeThread(tasks(0, 3, 5))).toBe(false);
});

test('reads the threads of this process', async () => {
  await expect(hasRealTimeThread()).resolves.toBeTypeOf('boolean');
});
