import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { isAlive } from '../is-alive.ts';
import { findFixture } from './scripted-engine.ts';

let folder = '';
let runner: ChildProcess | undefined;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'loadcell-orphan-'));
});

afterEach(async () => {
  runner?.kill('SIGKILL');
  await rm(folder, { recursive: true, force: true });
});

/** Starts a runner in a process of its own and returns the pid of its engine host. */
async function startRunner(prompt: string): Promise<number> {
  const engine = findFixture('scripted-engine.mjs');
  runner = spawn(process.execPath, [findFixture('abandoned-runner.mjs'), engine, prompt], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (runner.stdout === null) throw new Error('The runner has no output.');
  for await (const line of createInterface(runner.stdout)) return Number(line);
  throw new Error('The runner told no pid.');
}

describe('an engine host whose runner was killed', () => {
  it('ends while it waits for work', async () => {
    const pid = await startRunner('hang');
    expect(isAlive(pid)).toBe(true);
    runner?.kill('SIGKILL');
    await vi.waitFor(() => expect(isAlive(pid)).toBe(false), 10_000);
  });

  it('ends while its thread is busy', async () => {
    const marker = join(folder, 'busy');
    const pid = await startRunner(`block-thread ${marker}`);
    await vi.waitFor(() => expect(existsSync(marker)).toBe(true), 10_000);
    runner?.kill('SIGKILL');
    await vi.waitFor(() => expect(isAlive(pid)).toBe(false), 10_000);
  });
});
