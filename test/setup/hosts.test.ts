import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { runningProcesses } from '../e2e/support/processes.ts';
import { FakeHome } from './support/fake-python.ts';

const VLLM = ['venv venv-vllm', 'packages venv-vllm'];
const LITELLM = ['venv venv-litellm', 'packages venv-litellm'];
const ALL = [...VLLM, ...LITELLM, 'model', 'scorer'];
const METADATA = ['lib', 'python3.11', 'site-packages', 'vllm-0.32.0.dist-info', 'METADATA'];

describe('the setup of real servers', () => {
  it('makes everything on a fresh machine, and nothing the second time', async () => {
    const home = new FakeHome();
    expect(await home.run('hosts.mjs', ['setup'])).toMatchObject({ code: 0 });
    expect(home.takeCalls()).toEqual(ALL);
    expect(await home.run('hosts.mjs', ['setup'])).toMatchObject({ code: 0, stderr: '' });
    expect(home.takeCalls()).toEqual([]);
    const hosts = home.at('cache', 'loadcell', 'hosts');
    expect(existsSync(`${hosts}/tiny/config.json`)).toBe(true);
    const metadata = readFileSync([hosts, 'venv-vllm', ...METADATA].join('/'), 'utf8');
    expect(metadata).toContain('Name: vllm\nVersion: 0.32.0+cpu\n');
  });

  it('rebuilds an environment whose installation was killed, and keeps the finished one', async () => {
    const home = new FakeHome();
    home.setFault('hang');
    expect(await home.run('hosts.mjs', ['setup'])).toMatchObject({ signal: 'SIGKILL' });
    expect(home.takeCalls()).toEqual(VLLM);
    home.setFault('hang', false);
    expect(await home.run('hosts.mjs', ['setup'])).toMatchObject({ code: 0 });
    expect(home.takeCalls()).toEqual(ALL);
  });

  it('installs only once when two setups run concurrently', async () => {
    const home = new FakeHome();
    const runs = [home.run('hosts.mjs', ['setup']), home.run('hosts.mjs', ['setup'])];
    for (const run of await Promise.all(runs)) expect(run).toMatchObject({ code: 0 });
    expect(home.takeCalls()).toEqual(ALL);
  });

  it.each([
    ['Python', 'fail-python', /^hosts: real servers need Python 3\.11.*apt-get install[^\n]*\n$/],
    ['a registry', 'fail-registry', /^hosts: real servers need a Python registry[^\n]*\n$/],
  ])('fails in one line without %s', async (_what, fault, line) => {
    const home = new FakeHome();
    home.setFault(fault);
    const { code, stdout, stderr } = await home.run('test-hosts.mjs', []);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(line);
  });

  it('fails in one line without 12 GB of free disk', async () => {
    // This file system has no free space.
    const { code, stderr } = await new FakeHome().run('test-hosts.mjs', [], '/proc/cache');
    expect(code).toBe(1);
    expect(stderr).toMatch(/^hosts: real servers need 12 GB of free disk[^\n]*0\.0 GB[^\n]*\n$/);
  });

  it('passes when its servers are optional, and counts the skipped tests', async () => {
    const home = new FakeHome();
    home.setFault('fail-registry');
    const { code, stdout, stderr } = await home.run('test-hosts.mjs', ['--optional']);
    expect(code, stderr).toBe(0);
    expect(stderr).toMatch(/^hosts: real servers need a Python registry[^\n]*\n$/);
    expect(stdout).toMatch(/^hosts: 0 passed, 0 failed, [1-9]\d* skipped\n$/);
  });

  it('fails when an installation fails, even without a reason from the registry', async () => {
    const home = new FakeHome();
    home.setFault('fail-packages');
    const { code, stderr } = await home.run('hosts.mjs', ['setup']);
    expect(code).toBe(1);
    expect(stderr).toMatch(/ended with code 1; its output is above\n$/);
  });

  it('rejects an unknown server', async () => {
    const home = new FakeHome();
    await home.run('hosts.mjs', ['setup']);
    const { code, stderr } = await home.run('hosts.mjs', ['start', 'vlm']);
    expect(code).toBe(1);
    expect(stderr).toBe(
      'hosts: unknown server "vlm"; expected one of vllm, vllm-pooling, vllm-scoring, litellm, transformers\n',
    );
  });
});

describe('a real server', () => {
  /** Starts the fake server; returns its guard and process group. */
  async function start(home: FakeHome) {
    const guard = home.startServer();
    const [line] = await once(guard.stdout, 'data');
    const { url, pid } = JSON.parse(String(line));
    const response = await fetch(url, { headers: { connection: 'close' } });
    expect(response.status).toBe(200);
    expect(groupOf(pid)).toHaveLength(2);
    return { guard, pid };
  }
  const groupOf = (pid: number): number[] =>
    runningProcesses().flatMap((one) => (one.group === pid ? [one.pid] : []));

  it('ends with its whole process group when the input of its guard ends', async () => {
    const home = new FakeHome();
    await home.run('hosts.mjs', ['setup']);
    const { guard, pid } = await start(home);
    guard.stdin.end();
    expect(await once(guard, 'exit')).toEqual([0, null]);
    expect(groupOf(pid)).toEqual([]);
  });

  it('ends with its whole process group when its guard is terminated', async () => {
    const home = new FakeHome();
    await home.run('hosts.mjs', ['setup']);
    const { guard, pid } = await start(home);
    guard.kill('SIGTERM');
    expect(await once(guard, 'exit')).toEqual([0, null]);
    expect(groupOf(pid)).toEqual([]);
  });

  it('that exits by itself fails its start, with its output', async () => {
    const home = new FakeHome();
    await home.run('hosts.mjs', ['setup']);
    home.setFault('fail-server');
    const { code, stdout, stderr } = await home.run('hosts.mjs', ['start', 'vllm']);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toBe(
      'no room for the model\nhosts: vllm ended with code 3; its output is above\n',
    );
  });
});
