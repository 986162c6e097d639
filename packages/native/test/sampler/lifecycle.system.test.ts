import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const program = fileURLToPath(new URL('../fixtures/lifecycle-stage.mjs', import.meta.url));

function runTo(stage: string) {
  const child = spawnSync(process.execPath, ['--expose-gc', program, stage], {
    encoding: 'utf8',
    // Ends one that hangs.
    timeout: 100_000,
  });
  return { code: child.status, signal: child.signal, stderr: child.stderr };
}

describe('a process ends cleanly with its sampler', () => {
  it.each([
    'created',
    'started',
    'stopped',
    'stopped twice',
    'read after the stop',
    'stopped before the start',
    'process.exit while sampling',
    'collected as garbage while sampling',
    'workers terminated in waves',
  ])('%s', (stage) => {
    expect(runTo(stage)).toEqual({ code: 0, signal: null, stderr: '' });
  });

  it('uncaught exception while sampling: code 1, not a crash', () => {
    const ended = runTo('uncaught exception while sampling');
    expect(ended).toMatchObject({ code: 1, signal: null });
    expect(ended.stderr).toContain('deliberate');
  });
});
