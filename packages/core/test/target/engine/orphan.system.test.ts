import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { PATIENCE_MS } from '../../patience.ts';
import { isAlive } from '../is-alive.ts';
import { findFixture } from './scripted-engine.ts';

let folder = '';
let runner: ChildProcess | undefined;
let enginePid = 0;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'loadcell-orphan-'));
});

afterEach(async () => {
  runner?.kill('SIGKILL');
  // Where the test failed, it is still there.
  if (isAlive(enginePid)) process.kill(enginePid, 'SIGKILL');
  await rm(folder, { recursive: true, force: true });
});

/** Starts a runner in a process of its own, which starts an engine process. */
async function startRunner(prompt: string): Promise<void> {
  const engine = findFixture('scripted-engine.mjs');
  runner = spawn(process.execPath, [findFixture('abandoned-runner.mjs'), engine, prompt], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (runner.stdout === null) throw new Error('The runner has no output.');
  const lines = createInterface(runner.stdout)[Symbol.asyncIterator]();
  enginePid = Number((await lines.next()).value);
}

describe('an engine process whose runner was killed', () => {
  it('ends while it waits for work', async () => {
    await startRunner('hang');
    expect(isAlive(enginePid)).toBe(true);
    runner?.kill('SIGKILL');
    await vi.waitFor(() => expect(isAlive(enginePid)).toBe(false), PATIENCE_MS);
  });

  it('ends while its thread is busy', async () => {
    const marker = join(folder, 'busy');
    await startRunner(`block-thread ${marker}`);
    await vi.waitFor(() => expect(existsSync(marker)).toBe(true), PATIENCE_MS);
    runner?.kill('SIGKILL');
    await vi.waitFor(() => expect(isAlive(enginePid)).toBe(false), PATIENCE_MS);
  });
});
