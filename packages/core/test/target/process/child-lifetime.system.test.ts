import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it, onTestFinished } from 'vitest';
import { nowNs } from '../../../src/stream/clock.ts';
import { ChildLifetime } from '../../../src/target/process/child-lifetime.ts';
import { LaunchedCommand } from '../../../src/target/process/launch/launched-command.ts';
import { readSpawnFailure } from '../../../src/target/process/read-spawn-failure.ts';
import { isAlive } from '../is-alive.ts';

/** Runs a script in a child that prints `ready` when it reaches its end. */
async function run(script: string): Promise<ChildLifetime> {
  const command = [process.execPath, '-e', `${script}; console.log('ready')`];
  const launched = await LaunchedCommand.start({
    command: command.map((word) => Buffer.from(word)),
    environment: [],
    streams: { kind: 'piped' },
  });
  onTestFinished(() => launched.endAll());
  const lifetime = new ChildLifetime(launched);
  const isReady =
    launched.process.stdout === null ? undefined : once(launched.process.stdout, 'data');
  await launched.begin();
  launched.goOn();
  await isReady;
  return lifetime;
}

const FOREVER = 'setInterval(() => {}, 1000)';
const AT_ONCE = { askedMs: 0, terminatedMs: 50 };
const PATIENT = { askedMs: 20_000, terminatedMs: 20_000 };

it('reports the exit code and time of a process that ended on its own', async () => {
  const beforeNs = nowNs();
  const lifetime = await run('process.exitCode = 7');
  const exit = await lifetime.exited;
  expect(exit).toMatchObject({ pid: lifetime.pid, exitCode: 7, signal: null });
  expect(exit.atNs).toBeGreaterThan(beforeNs);
  expect(exit.atNs).toBeLessThan(nowNs());
  expect(lifetime.exit).toBe(exit);
});

it('keeps the output on both streams', async () => {
  const lifetime = await run(`console.error('to stderr')`);
  await lifetime.exited;
  expect(lifetime.readOutputTail()).toContain('to stderr');
  expect(lifetime.readOutputTail()).toContain('ready');
});

it('waits for a process that ends when asked, without a signal', async () => {
  const lifetime = await run('setTimeout(() => {}, 20)');
  await lifetime.end(PATIENT);
  expect(lifetime.exit).toMatchObject({ exitCode: 0, signal: null });
});

it('terminates a process that does not end when asked', async () => {
  const lifetime = await run(FOREVER);
  await lifetime.end({ ...PATIENT, askedMs: 0 });
  expect(lifetime.exit).toMatchObject({ exitCode: null, signal: 'SIGTERM' });
  expect(isAlive(lifetime.pid)).toBe(false);
});

it('kills a process that ignores SIGTERM', async () => {
  const lifetime = await run(`process.on('SIGTERM', () => {}); ${FOREVER}`);
  await lifetime.end(AT_ONCE);
  expect(lifetime.exit).toMatchObject({ exitCode: null, signal: 'SIGKILL' });
});

it('ends processes left behind, even if they hold its output open', async () => {
  const lifetime = await run(
    `const grandchild = require('node:child_process').spawn(process.execPath, ['-e', '${FOREVER}'], { stdio: 'inherit', detached: true }); console.error(grandchild.pid); grandchild.unref()`,
  );
  await lifetime.end(PATIENT);
  const grandchildPid = Number.parseInt(lifetime.readOutputTail().match(/\d+/)?.[0] ?? '', 10);
  expect(grandchildPid).toBeGreaterThan(0);
  expect(isAlive(grandchildPid)).toBe(false);
  expect(lifetime.exit).toMatchObject({ exitCode: 0 });
});

it('reports why a process could not be started', async () => {
  const child = spawn('/no/such/command');
  expect(child.pid).toBeUndefined();
  expect(await readSpawnFailure(child)).toMatchObject({
    code: 'TARGET_START',
    message: expect.stringContaining('ENOENT'),
  });
});
