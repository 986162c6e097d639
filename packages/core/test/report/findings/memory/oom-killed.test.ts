import { describe, expect, test } from 'vitest';
import { oomKilled } from '../../../../src/report/findings/memory/oom-killed.ts';
import type { EventOf } from '../../../../src/stream/events/run-event.ts';
import { PhaseBuilder } from '../../../stream/built/phase-builder.ts';
import { advice, severities } from '../advice.ts';

function withKill(kill: Partial<EventOf<'oom-kill'>> = {}): PhaseBuilder {
  return new PhaseBuilder('p').stage('sequential', 0, 1000).event(500, (place) => ({
    kind: 'oom-kill',
    fromNs: place.atNs,
    processes: 1,
    scope: 'cgroup',
    ended: [{ pid: 8, program: 'python3' }],
    ...kill,
    ...place,
  }));
}

describe('oom-killed', () => {
  test('is critical, and names how many processes were killed and which ended then', () => {
    expect(severities(oomKilled, withKill())).toEqual(['critical']);
    expect(advice(oomKilled, withKill())[0]).toMatch(
      /killed 1, .*1 process in the cgroup of the target for memory \(OOM\), when 8 \(python3\) exited/u,
    );
  });

  test('names no process where none of those sampled ended', () => {
    expect(advice(oomKilled, withKill({ processes: 2, ended: [] }))[0]).toMatch(
      /2 processes in the cgroup of the target for memory \(OOM\)\)\./u,
    );
  });

  test('blames the machine, and not a cgroup, where its counter rose', () => {
    expect(advice(oomKilled, withKill({ scope: 'machine' }))[0]).toContain(
      'check the kernel log for the limit',
    );
  });

  test('reports nothing without a kill', () => {
    expect(advice(oomKilled, new PhaseBuilder('p').stage('sequential', 0, 1000))).toEqual([]);
  });
});
