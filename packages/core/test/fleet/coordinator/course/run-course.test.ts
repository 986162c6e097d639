import { describe, expect, it } from 'vitest';
import {
  STOP_LIMIT_MS,
  STORE_LIMIT_MS,
} from '../../../../src/fleet/coordinator/course/course-limits.ts';
import { RunCourse } from '../../../../src/fleet/coordinator/course/run-course.ts';
import { Roster } from '../../../../src/fleet/coordinator/crew/roster.ts';
import type { StagePut } from '../../../../src/fleet/coordinator/stages/stage-board.ts';
import type { AgentState } from '../../../../src/fleet/protocol/agent-state.ts';
import { keys } from '../../../../src/fleet/protocol/names.ts';
import type { AgentPresence } from '../../../../src/fleet/protocol/presence.ts';
import { LoadcellError } from '../../../../src/spec/error/errors.ts';
import { presenceOf, TestClock } from '../support/presence-of.ts';

const KEY = { phase: 'load', stage: 'main' } as const;
const STALL_MS = 600_000;

const TOTALS = { measured: 1, good: 1, abandoned: 0, requestsPerSecond: 1 };

/** A run of two load agents and a watcher, without a bus. */
class TestRun {
  readonly clock = new TestClock();
  readonly roster = new Roster(this.clock.now);
  readonly puts: StagePut[] = [];
  readonly notes: string[] = [];
  readonly agents: AgentPresence[] = [
    presenceOf('a'),
    presenceOf('b'),
    presenceOf('w', { roles: ['watch'] }),
  ];
  readonly course: RunCourse;
  #beat = 1;

  constructor() {
    this.beat();
    const [a, b, w] = this.agents;
    if (a === undefined || b === undefined || w === undefined) throw new Error('no agents');
    this.course = new RunCourse({
      crew: { load: [a, b], watch: [w] },
      roster: this.roster,
      judge: {
        take: (_key, _agent, summary) =>
          summary === 'decided' ? { kind: 'decided', looks: 1, requests: 64 } : undefined,
      },
      stallLimitMs: STALL_MS,
      put: (put) => this.puts.push(put),
      onNote: (line) => this.notes.push(line),
      clock: this.clock.now,
    });
  }

  /** Every agent beats, but those named. */
  beat(...dead: string[]): void {
    this.#beat += 1;
    for (const agent of this.agents) {
      if (!dead.includes(agent.name)) this.roster.see({ ...agent, beat: this.#beat });
    }
  }

  pass(ms: number, ...dead: string[]): void {
    for (let left = ms; left > 0; left -= 1000) {
      this.clock.passMs(Math.min(1000, left));
      this.beat(...dead);
      this.course.tick();
    }
  }

  state(agent: string, kind: AgentState['kind'], given: Partial<AgentState> = {}): void {
    this.course.entry({ key: keys.state(agent), value: { kind, atNs: 0, ...given } });
  }

  keys(): string[] {
    return this.puts.map(({ key }) => key);
  }
}

describe('RunCourse', () => {
  it('starts a stage once all load agents are ready and the watcher samples', () => {
    const run = new TestRun();
    run.course.entry({ key: keys.ready(KEY, 'a'), value: { atNs: 0 } });
    run.course.entry({ key: keys.ready(KEY, 'b'), value: { atNs: 0 } });
    run.course.tick();
    expect(run.keys()).toEqual([]);
    run.state('w', 'running');
    run.course.tick();
    expect(run.keys()).toEqual([keys.start(KEY)]);
  });

  it('sums totals, and ends the watchers after the load', () => {
    const run = new TestRun();
    run.course.entry({ key: keys.ended(KEY, 'a'), value: TOTALS });
    run.course.entry({ key: keys.ended(KEY, 'b'), value: TOTALS });
    expect(run.keys()).toEqual([keys.totals(KEY)]);
    run.state('a', 'ended');
    run.course.tick();
    expect(run.keys()).not.toContain(keys.finish);
    run.state('b', 'ended');
    run.course.tick();
    run.course.tick();
    expect(run.keys()).toEqual([keys.totals(KEY), keys.finish]);
  });

  it.each([
    ['begin', [], { key: keys.ready(KEY, 'b'), value: { atNs: 0 } }],
    ['end', ['a', 'b'], { key: keys.ended(KEY, 'b'), value: TOTALS }],
  ])('ends the run where others wait for an agent whose load is over to %s a stage', (...of) => {
    const [, ready, report] = of;
    const run = new TestRun();
    run.state('w', 'running');
    for (const agent of ready) {
      run.course.entry({ key: keys.ready(KEY, agent), value: { atNs: 0 } });
    }
    run.state('a', 'running');
    run.course.entry(report);
    run.pass(5000);
    expect(run.course.aborted).toBeUndefined();
    // As where the server fails every request of it.
    run.state('a', 'stored');
    run.course.tick();
    expect(run.course.aborted).toMatchObject({
      code: 'FLEET_STALLED',
      summary: 'the load ended on a, and the others wait at stage main',
    });
    expect(run.keys()).toContain(keys.abort);
  });

  it('ends normally where the load of all agents is over before a stage ended', () => {
    const run = new TestRun();
    run.state('w', 'running');
    for (const agent of ['a', 'b']) {
      run.course.entry({ key: keys.ready(KEY, agent), value: { atNs: 0 } });
      run.state(agent, 'ended');
      run.course.tick();
    }
    expect(run.course.aborted).toBeUndefined();
    expect(run.keys()).toEqual([keys.start(KEY), keys.finish]);
  });

  it('stops a stage for all once the summaries decide it', () => {
    const run = new TestRun();
    run.course.entry({ key: keys.summary(KEY, 'a'), value: 'too few' });
    expect(run.keys()).toEqual([]);
    run.course.entry({ key: keys.summary(KEY, 'b'), value: 'decided' });
    expect(run.keys()).toEqual([keys.stop(KEY)]);
  });

  it('stops a stage for all when it ends itself on one agent', () => {
    const run = new TestRun();
    const endedBy = { kind: 'exhausted', afterMs: 5, requests: 4 } as const;
    const key = keys.ready(KEY, 'a').replace('ready', 'stopped');
    run.course.entry({ key, value: { endedBy } });
    expect(run.puts).toEqual([{ key: keys.stop(KEY), value: { kind: 'ended-itself', endedBy } }]);
  });

  it('aborts for all when an agent has no heartbeat for 10 s, and names it', () => {
    const run = new TestRun();
    run.pass(10_000, 'b');
    expect(run.keys()).toEqual([]);
    run.pass(1000, 'b');
    expect(run.puts[0]).toMatchObject({
      key: keys.abort,
      value: {
        code: 'FLEET_LOST',
        reason: 'b was lost: no heartbeat for 11 s',
        help: 'check the machine and its network; b keeps what it recorded',
      },
    });
    expect(run.notes).toEqual(['b was lost: no heartbeat for 11 s. Stopping the run.']);
    run.pass(3000, 'b');
    expect(run.keys().filter((key) => key === keys.abort)).toHaveLength(1);
  });

  it('takes a restarted agent for lost', () => {
    const run = new TestRun();
    run.roster.see(presenceOf('a', { instance: 'another', beat: 1 }));
    run.course.tick();
    expect(run.course.aborted?.summary).toContain('a was lost: it was restarted');
  });

  it('gives agents their time limit again after an outage of the bus', () => {
    const run = new TestRun();
    run.clock.passMs(25_000);
    run.course.reconnected();
    run.course.tick();
    expect(run.course.aborted).toBeUndefined();
  });

  it('aborts for all when an agent fails, with the reason of that agent', () => {
    const run = new TestRun();
    run.state('w', 'running', { error: { code: 'RESOURCE', message: 'over the limit' } });
    run.course.tick();
    expect(run.puts[0]).toEqual({
      key: keys.abort,
      value: { code: 'RESOURCE', reason: 'machine w: over the limit' },
    });
    expect(run.notes).toEqual(['machine w: over the limit. Stopping the run.']);
    run.pass(2000);
    expect(run.notes).toHaveLength(1);
  });

  it('names each of several agents that are lost, and stops the run once', () => {
    const run = new TestRun();
    run.pass(11_000, 'a', 'b');
    expect(run.notes).toEqual([
      'a was lost: no heartbeat for 11 s. Stopping the run.',
      'b was lost: no heartbeat for 11 s.',
    ]);
  });

  it('gives up an agent that does not stop after an abort', () => {
    const run = new TestRun();
    run.state('a', 'running');
    run.state('b', 'ended');
    run.course.abort(new LoadcellError('INTERRUPTED', 'interrupted'));
    run.pass(STOP_LIMIT_MS);
    expect(run.course.agents.filter(({ isOver }) => isOver)).toEqual([]);
    run.pass(1000);
    const over = run.course.agents.filter(({ isOver }) => isOver);
    expect(over.map(({ name, failure }) => [name, failure?.summary])).toEqual([
      ['a', 'a was lost: it did not stop within 30 s'],
      ['w', 'w was lost: it did not stop within 30 s'],
    ]);
  });

  it('gives up an agent that stores for too long', () => {
    const run = new TestRun();
    run.state('a', 'storing');
    run.state('b', 'stored', { directory: { files: [] } });
    run.state('w', 'stored', { directory: { files: [] } });
    run.pass(STORE_LIMIT_MS / 2);
    run.state('a', 'storing');
    run.pass(STORE_LIMIT_MS / 2);
    expect(run.course.isOver).toBe(false);
    run.pass(2000);
    expect(run.course.isOver).toBe(true);
  });

  it('aborts a run without progress, and not one whose counts change', () => {
    const run = new TestRun();
    const counts = { machine: 'a', role: 'load', phase: 'load', stage: 'main' } as const;
    run.course.counts({ ...counts, successful: 1 });
    run.pass(STALL_MS - 1000);
    run.course.counts({ ...counts, successful: 2 });
    run.pass(STALL_MS);
    expect(run.course.aborted).toBeUndefined();
    run.course.counts({ ...counts, successful: 2 });
    run.pass(1000);
    expect(run.course.aborted?.code).toBe('FLEET_STALLED');
  });

  it('ignores values that it does not understand', () => {
    const run = new TestRun();
    run.course.entry({ key: 'news', value: 1 });
    run.course.entry({ key: keys.state('a'), value: 'odd' });
    run.course.entry({ key: keys.ended(KEY, 'a'), value: { measured: 'many' } });
    run.course.entry({ key: keys.state('a') });
    run.course.tick();
    expect(run.puts).toEqual([]);
  });
});
