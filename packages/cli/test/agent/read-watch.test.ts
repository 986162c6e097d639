import { describe, expect, it } from 'vitest';
import { readWatch } from '../../src/agent/read-watch.ts';

function read(flags: Readonly<Record<string, string>>, isWatching = true) {
  const texts = Object.entries(flags).map(([name, text]): [string, string[]] => [name, [text]]);
  return readWatch(new Map(texts), isWatching);
}

describe('what an agent watches', () => {
  it.each([
    [{ pid: '4711' }, { kind: 'pid', pid: 4711 }],
    [
      { pid: 'auto', port: '8000' },
      { kind: 'port', port: 8000 },
    ],
    [{ port: '8000' }, { kind: 'port', port: 8000 }],
    [
      { cgroup: '/system.slice/vllm.service' },
      { kind: 'cgroup', path: '/system.slice/vllm.service' },
    ],
  ])('is named by %j', (flags, target) => {
    expect(read(flags)).toEqual({ target, metricsUrls: [] });
  });

  it('has metrics, a memory limit and a rate', () => {
    const url = 'http://127.0.0.1:8000/metrics';
    expect(read({ pid: '1', 'metrics-url': url, 'max-memory': '2GiB', hz: '100' })).toMatchObject({
      metricsUrls: [url],
      maxMemoryBytes: 2 ** 31,
      hz: 100,
    });
  });

  it.each([
    [{}, '--roles watch needs --pid, --port or --cgroup'],
    [{ pid: 'auto' }, '--pid auto needs --port'],
    [{ pid: '1', port: '8000' }, '--pid PID cannot be combined with --port'],
    [{ cgroup: '/a', port: '8000' }, '--cgroup cannot be combined with --port'],
    [{ cgroup: 'vllm.service' }, 'invalid --cgroup "vllm.service"'],
    [{ pid: '0' }, 'invalid --pid "0"'],
    [{ port: '70000' }, 'invalid --port "70000"'],
    [{ pid: '1', hz: '0' }, 'invalid --hz "0"'],
    [{ pid: '1', 'metrics-url': 'metrics' }, 'invalid --metrics-url "metrics"'],
    [{ pid: '1', 'metrics-url': 'http://u:p@h/' }, 'cannot contain a user or a password'],
  ])('is refused as %j', (flags, message) => {
    expect(() => read(flags)).toThrow(message);
  });

  it('is nothing without the role, which its flags need', () => {
    expect(read({}, false)).toBeUndefined();
    expect(() => read({ port: '8000' }, false)).toThrow('--port needs --roles watch');
  });
});
