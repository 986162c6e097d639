import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { once } from 'node:events';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { EXIT_CODES } from '../../../packages/cli/src/exit-codes.ts';
import { MemoryGroup, whyNoMemoryGroup } from '../support/memory-group.ts';
import type { CommandResult } from '../support/run-loadcell.ts';
import { unwrapped } from '../support/unwrapped.ts';
import { MODEL_SERVER, processesWith, serverOutput, startedRun } from '../support/started-run.ts';

type StartedRun = CommandResult & { readonly cwd: string };

/** A failed start: the reason in two lines, with the last output of the server between them, and no process left. */
function expectFailedStart(
  { code, stdout, stderr }: StartedRun,
  error: RegExp,
  help: RegExp,
): void {
  expect({ code, stdout }, stderr).toEqual({ code: EXIT_CODES.targetFailed, stdout: '' });
  const [, text = '', advice = ''] = /^error: ((?:.|\n)*?)\nhelp: (.*)$/m.exec(stderr) ?? [];
  expect(text, stderr).toMatch(error);
  expect(advice, stderr).toMatch(help);
}

async function failedStart(
  command: readonly string[],
  target: Readonly<Record<string, unknown>> = {},
): Promise<StartedRun> {
  const mark = randomUUID();
  const run = await startedRun(command, {
    target: { ...target, env: { LOADCELL_TEST_TREE: mark } },
    flags: ['--quiet'],
  });
  expect(processesWith('LOADCELL_TEST_TREE', mark)).toEqual([]);
  return run;
}

describe('a command that is not a server', () => {
  it.each([
    [
      ['no-such-command-of-loadcell'],
      /^error: the command "no-such-command-of-loadcell" was not found/,
    ],
    [['/etc/passwd'], /^error: the command "\/etc\/passwd" cannot be run: it is not executable/],
    [[], /^error: -- needs a command\nhelp: /],
  ])('is rejected before anything is measured: %j', async (command, error) => {
    const { cwd, code, stderr } = await startedRun(command);
    expect(code, stderr).toBe(EXIT_CODES.usage);
    expect(stderr).toMatch(error);
    expect(existsSync(path.join(cwd, 'loadcell-results'))).toBe(false);
  });

  it('is reported with its exit code when it ends immediately', async () => {
    const run = await failedStart(['false']);
    expectFailedStart(
      run,
      /^the server command exited with code 1 after .* m?s, before it was ready/,
      /run the command by itself/,
    );
  });

  it('is reported with its last lines when it ends while it loads', async () => {
    const run = await failedStart([
      ...MODEL_SERVER,
      '--exit-while-loading',
      '3',
      '--listen-after',
      '0.2',
    ]);
    expectFailedStart(
      run,
      /exited with code 3 .*It last wrote:\n(?:.*\n)*cannot allocate memory$/,
      /by itself/,
    );
    expect(serverOutput(run.cwd)).toContain('cannot allocate memory');
  });

  it('is reported with the signal when it is killed while it loads', async () => {
    const run = await failedStart([...MODEL_SERVER, '--kill-while-loading']);
    expectFailedStart(run, /was killed by SIGKILL/, /by itself/);
  });

  it('is not a model server when every port responds as something else', async () => {
    const run = await failedStart([
      'python3',
      '-m',
      'http.server',
      '{port}',
      '--bind',
      '127.0.0.1',
    ]);
    expectFailedStart(
      run,
      /^the command listens on 127\.0\.0\.1:\d+ but is not a model server: GET \/v1\/models returned 404$/,
      /set target\.ready\.path; its output is in .*server-load\.log$/,
    );
  });

  it.each([
    [['sleep', '600'], '500ms', /^the server did not listen on any TCP port within 500 ms/],
    [
      [...MODEL_SERVER, '--loading', '600'],
      // Enough to listen, even on a busy machine.
      '5s',
      /^the server on 127\.0\.0\.1:\d+ was not ready within 5 s .*: GET \/health returned 503/,
    ],
  ])('gets no more time than the configuration allows: %j', async (command, timeout, error) => {
    const run = await failedStart(command, { ready: { timeout } });
    expectFailedStart(run, error, /raise target\.ready\.timeout/);
  });

  it('is reported with its own message when its port is taken', async () => {
    const taken = createServer();
    taken.listen(0, '127.0.0.1');
    await once(taken, 'listening');
    onTestFinished(async () => void taken.close());
    const address = taken.address();
    const port = typeof address === 'object' ? String(address?.port) : '';
    const run = await failedStart([...MODEL_SERVER, '--port', port]);
    expectFailedStart(
      run,
      new RegExp(`cannot listen on port ${port}: Address already in use`),
      /by itself/,
    );
  });
});

describe('a started server', () => {
  it('fails the run when it exits under load, and partial results are kept', async () => {
    const mark = randomUUID();
    const run = await startedRun([...MODEL_SERVER, '--exit-after-requests', '4'], {
      target: { env: { LOADCELL_TEST_TREE: mark } },
    });
    expect(run.code, run.stderr).toBe(EXIT_CODES.targetFailed);
    expect(unwrapped(run.stdout)).toContain('out of memory while serving');
    expect(processesWith('LOADCELL_TEST_TREE', mark)).toEqual([]);
  });

  it.each([['--ignore-terminate'], ['--leave-child']])(
    'is ended with all its processes: %s',
    async (flag) => {
      const mark = randomUUID();
      const run = await startedRun([...MODEL_SERVER, flag], {
        target: { env: { LOADCELL_TEST_TREE: mark }, stopGrace: '300ms' },
      });
      expect(run.code, run.stderr).toBe(EXIT_CODES.pass);
      expect(processesWith('LOADCELL_TEST_TREE', mark)).toEqual([]);
    },
  );
});

describe('a memory limit', () => {
  it('ends a server that crosses it during loading, and leaves no process', async () => {
    const mark = randomUUID();
    const run = await startedRun([...MODEL_SERVER, '--hold-mib', '200', '--loading', '600'], {
      target: { env: { LOADCELL_TEST_TREE: mark } },
      flags: ['--max-memory', '100MiB', '--quiet'],
    });
    expect(run.code, run.stderr).toBe(EXIT_CODES.targetFailed);
    expect(run.stderr).toMatch(/over the limit of 100\.0 MiB: the target was stopped/);
    expect(processesWith('LOADCELL_TEST_TREE', mark)).toEqual([]);
  });

  it.skipIf(whyNoMemoryGroup() !== undefined)(
    'of its cgroup makes the kernel kill a loading server, and the error names the OOM',
    async () => {
      const group = new MemoryGroup({ limitMiB: 100 });
      const run = await startedRun(group.wrap([...MODEL_SERVER, '--hold-mib', '400']), {
        flags: ['--quiet'],
      });
      expect(run.code, run.stderr).toBe(EXIT_CODES.targetFailed);
      expect(run.stderr).toMatch(
        /was killed by SIGKILL, .*: the kernel killed 1 process in the cgroup of the target for memory \(OOM\)/,
      );
    },
  );
});
