import { describe, expect, it } from 'vitest';
import { deathError, memoryLimitError } from '../../src/runner/run-errors.ts';
import { TargetDiedError } from '../../src/target/errors.ts';

describe('the death of a target', () => {
  it('reports what is known about it', () => {
    const exit = { pid: 7, atNs: 2e9 } as const;
    const messageOf = (end: { exitCode: number | null; signal: string | null }): string =>
      deathError('load', new TargetDiedError({ ...exit, ...end }), 1e9, 0).message;
    expect(messageOf({ exitCode: 3, signal: null })).toContain(
      'target process 7 exited with code 3, 1.00 s into phase load',
    );
    expect(messageOf({ exitCode: null, signal: 'SIGKILL' })).toContain(
      'was killed by SIGKILL, 1.00 s into',
    );
    expect(messageOf({ exitCode: null, signal: null })).toContain(
      'exited with unknown status, 1.00 s into',
    );
  });

  it('is placed in the recording of a machine that watches', () => {
    const exit = { pid: 7, atNs: 2e9, exitCode: 3, signal: null };
    const stretch = 'the recording';
    const { message } = deathError('record', new TargetDiedError(exit), 1e9, 0, [], stretch);
    expect(message).toContain('exited with code 3, 1.00 s into the recording (');
  });

  it('has the last lines that the process wrote', () => {
    const exit = { pid: 7, atNs: 2e9, exitCode: 1, signal: null };
    const messageOf = (isStarting: boolean): string =>
      deathError('load', new TargetDiedError(exit, { outputTail: 'one\ntwo', isStarting }), 1e9, 0)
        .summary;
    expect(messageOf(false)).toMatch(
      /exited with code 1, 1\.00 s into phase load \(\S+\)\. It last wrote:\none\ntwo$/,
    );
    expect(messageOf(true)).toBe(
      'the server command exited with code 1 after 1.00 s, before it was ready. It last wrote:\none\ntwo',
    );
  });

  it('is laid to the kernel where that killed for memory as it ended', () => {
    const exit = { pid: 7, atNs: 2e9, exitCode: null, signal: 'SIGKILL' };
    const ended = [{ pid: 7, program: 'server' }];
    const kill = { fromNs: 1e9, atNs: 2e9, processes: 1, scope: 'cgroup', ended } as const;
    const { summary, message } = deathError('load', new TargetDiedError(exit), 1e9, 0, [kill]);
    expect(summary).toBe(
      'target process 7 was killed by SIGKILL, 1.00 s into phase load (1970-01-01T00:00:02.000Z): the kernel killed 1 process in the cgroup of the target for memory (OOM), when 7 (server) exited',
    );
    expect(message).not.toContain('kernel log');
  });

  it('is laid to a kill in its own cgroup rather than to one elsewhere on the machine at the same time', () => {
    const exit = { pid: 7, atNs: 2e9, exitCode: null, signal: 'SIGKILL' };
    const ended = [{ pid: 7, program: 'server' }];
    const own = { fromNs: 1e9, atNs: 2e9, processes: 1, scope: 'cgroup', ended } as const;
    const other = { ...own, processes: 3, scope: 'machine' } as const;
    const { summary } = deathError('load', new TargetDiedError(exit), 1e9, 0, [other, own]);
    expect(summary).toContain('killed 1 process in the cgroup of the target');
  });
});

describe('a target over its limit on memory', () => {
  const crossed = { limitBytes: 100, actualBytes: 130, basis: 'RSS, huge pages and swap' };

  it('is reported as stopped only where it was', () => {
    expect(memoryLimitError({ ...crossed, managed: true }).message).toMatch(
      /30 B over the limit of 100 B: the target was stopped/,
    );
    const attached = memoryLimitError({ ...crossed, managed: false }).message;
    expect(attached).toMatch(/the run was stopped; the server keeps running/);
    expect(attached).not.toContain('target was stopped');
  });

  it('names the figure that was judged', () => {
    expect(memoryLimitError({ ...crossed, managed: true }).message).toContain(
      'uses 130 B of memory (RSS, huge pages and swap)',
    );
  });
});
