import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { exitWithParent } from '../src/index.ts';

const program = fileURLToPath(new URL('fixtures/exit-with-parent.mjs', import.meta.url));

it('a child that is bound to its parent ends when the parent is killed', async () => {
  const parent = spawn(process.execPath, [program, 'parent'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line]: unknown[] = await once(parent.stdout, 'data');
  expect(String(line)).toMatch(/^bound \d+/);
  // The child holds the other end of this pipe: it closes only when the child has ended too.
  const closed = once(parent.stdout, 'close');
  parent.kill('SIGKILL');
  await closed;
});

it('a child whose parent has gone already ends at once', () => {
  const child = spawnSync(process.execPath, [program, 'child', '1073741824'], {
    timeout: 100_000,
  });
  expect(child.signal).toBe('SIGKILL');
});

it('something that is no pid is refused', () => {
  expect(() => exitWithParent(Number.NaN)).toThrow(/parentPid/);
});
