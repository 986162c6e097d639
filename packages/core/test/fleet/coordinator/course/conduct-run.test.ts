import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { parseConfig } from '../../../../src/config/parse-config.ts';
import {
  conductRun,
  type ConductedEnd,
  type ConductedRun,
} from '../../../../src/fleet/coordinator/course/conduct-run.ts';
import { Roster } from '../../../../src/fleet/coordinator/crew/roster.ts';
import { buckets, subjects } from '../../../../src/fleet/protocol/names.ts';
import { nowNs } from '../../../../src/stream/clock.ts';
import { MemoryBus } from '../support/memory-bus.ts';
import { presenceOf } from '../support/presence-of.ts';
import { TestAgent } from '../support/test-agent.ts';

const RUN_ID = 'R1';
const target = { url: 'http://127.0.0.1:8000' };

/** Agents that beat every second, until they are stopped. */
class Beats {
  readonly roster = new Roster();
  readonly #dead = new Set<string>();
  #beat = 0;

  constructor(names: readonly string[]) {
    const beat = (): void => {
      this.#beat += 1;
      for (const name of names) {
        if (!this.#dead.has(name)) this.roster.see(presenceOf(name, { beat: this.#beat }));
      }
    };
    beat();
    setInterval(beat, 1000);
  }

  kill(name: string): void {
    this.#dead.add(name);
  }
}

describe('conductRun', () => {
  let bus = new MemoryBus();
  beforeEach(() => {
    bus = new MemoryBus();
    vi.useFakeTimers({
      toFake: [
        'setTimeout',
        'setInterval',
        'clearInterval',
        'clearTimeout',
        'hrtime',
        'performance',
      ],
    });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  function conduct(
    beats: Beats,
    names: readonly string[],
    given: Partial<ConductedRun> = {},
  ): Promise<ConductedEnd> {
    const run = async (): Promise<ConductedEnd> => {
      const kv = await bus.kv(buckets.run(RUN_ID));
      return await conductRun(
        { bus, kv, fleet: 'test', runId: RUN_ID },
        {
          config: parseConfig({ target, phase: 'load' }),
          crew: { load: names.map((name) => presenceOf(name)), watch: [] },
          roster: beats.roster,
          judge: { take: () => undefined },
          offer: {
            version: '1.0.0',
            plan: { object: 'plan.json', sha256: '0'.repeat(64) },
            files: [],
            phases: ['load'],
            metricsUrls: [],
          },
          signal: new AbortController().signal,
          onAccepted: () => Promise.resolve(),
          ...given,
        },
      );
    };
    return run();
  }

  /** Lets time pass until the run has ended. */
  async function ended(run: Promise<ConductedEnd>, limitMs = 60_000): Promise<ConductedEnd> {
    const over = { is: false };
    const end = run.finally(() => {
      over.is = true;
    });
    end.catch(() => {});
    for (let ms = 0; ms < limitMs && !over.is; ms += 100) await vi.advanceTimersByTimeAsync(100);
    if (!over.is) throw new Error(`not over after ${limitMs} ms`);
    return await end;
  }

  it('gives each agent a slice, starts all at one instant and sums their totals', async () => {
    const agents = [new TestAgent(bus, 'a'), new TestAgent(bus, 'b')];
    const accepted = vi.fn<() => Promise<void>>(() => Promise.resolve());
    const beats = new Beats(['a', 'b']);
    const end = await ended(conduct(beats, ['a', 'b'], { onAccepted: accepted }));
    expect(end.aborted).toBeUndefined();
    expect(end.agents.map(({ name, state }) => [name, state?.kind])).toEqual([
      ['a', 'stored'],
      ['b', 'stored'],
    ]);
    expect(accepted).toHaveBeenCalledTimes(1);
    expect(agents.map(({ offer }) => offer?.slice)).toEqual([
      { index: 0, count: 2 },
      { index: 1, count: 2 },
    ]);
    expect(agents[0]?.startNs).toBe(agents[1]?.startNs);
    expect(agents[0]?.totals).toMatchObject({ measured: 10, requestsPerSecond: 4 });
  });

  it('closes everything that it opened', async () => {
    const before = new TestAgent(bus, 'a');
    const open = bus.open;
    await ended(conduct(new Beats(['a']), ['a']));
    expect(before.offer).toBeDefined();
    expect(bus.open).toBe(open);
  });

  it('answers with its clock, and nothing else, while it runs', async () => {
    const agent = new TestAgent(bus, 'a', { isStuck: true });
    const stop = new AbortController();
    const beats = new Beats(['a']);
    const run = conduct(beats, ['a'], { signal: stop.signal });
    await vi.advanceTimersByTimeAsync(500);
    const before = nowNs();
    const reply = await bus.request(subjects.clock('test', RUN_ID), {});
    expect(reply).toEqual({ remoteNs: expect.any(Number) });
    expect(Reflect.get(Object(reply), 'remoteNs')).toBeGreaterThanOrEqual(before);
    beats.kill(agent.name);
    await ended(run);
  });

  it('shows agents that it is alive, each second', async () => {
    const heard = vi.fn<() => void>();
    bus.subscribe(subjects.alive('test', RUN_ID), heard);
    const agent = new TestAgent(bus, 'a', { isStuck: true });
    const beats = new Beats(['a']);
    const run = conduct(beats, ['a']);
    await vi.advanceTimersByTimeAsync(3500);
    expect(heard).toHaveBeenCalledTimes(4);
    beats.kill(agent.name);
    await ended(run);
  });

  it('stops the others when one is lost, in bounded time', async () => {
    TestAgent.join(bus, 'a', { isStuck: true });
    const other = new TestAgent(bus, 'b', { isStuck: true });
    const beats = new Beats(['a', 'b']);
    const notes: string[] = [];
    const run = conduct(beats, ['a', 'b'], { onNote: (line) => notes.push(line) });
    await vi.advanceTimersByTimeAsync(2000);
    beats.kill('a');
    const end = await ended(run);
    expect(other.abort).toMatchObject({ code: 'FLEET_LOST', reason: expect.stringMatching('^a ') });
    expect(notes).toEqual([
      'a was lost: no heartbeat for 10 s. Stopping the run.',
      'b was lost: it did not stop within 30 s.',
    ]);
    expect(end.agents.map(({ name, failure }) => [name, failure?.code])).toEqual([
      ['a', 'FLEET_LOST'],
      ['b', 'FLEET_LOST'],
    ]);
  });

  it('keeps what agents store after an interruption', async () => {
    TestAgent.join(bus, 'a');
    const stop = new AbortController();
    const run = conduct(new Beats(['a']), ['a'], { signal: stop.signal });
    stop.abort();
    const end = await ended(run);
    expect(end.aborted?.code).toBe('INTERRUPTED');
    expect(end.agents[0]?.state?.kind).toBe('stored');
  });

  it('measures nothing when an agent refuses, and stops those that accepted', async () => {
    const taken = new TestAgent(bus, 'a');
    const reason = 'is busy with run R0';
    TestAgent.join(bus, 'b', { reply: { accepted: false, code: 'busy', reason } });
    const accepted = vi.fn<() => Promise<void>>(() => Promise.resolve());
    const run = conduct(new Beats(['a', 'b']), ['a', 'b'], { onAccepted: accepted });
    await expect(ended(run)).rejects.toMatchObject({
      code: 'FLEET_REFUSED',
      summary: 'b is busy with run R0',
      help: expect.stringContaining('--load-agents'),
    });
    expect(taken.abort).toMatchObject({ code: 'FLEET_REFUSED' });
    expect(accepted).not.toHaveBeenCalled();
  });

  it('names an agent that does not reply to the offer', async () => {
    const run = conduct(new Beats(['a']), ['a']);
    await expect(ended(run)).rejects.toThrow('a does not reply to the offer of the run');
  });

  it('stops the agents when the output folder cannot be used', async () => {
    const agent = new TestAgent(bus, 'a', { isStuck: true });
    const beats = new Beats(['a']);
    const failed = (): Promise<void> => Promise.reject(new Error('the disk is full'));
    const run = conduct(beats, ['a'], { onAccepted: failed });
    await expect(ended(run)).rejects.toThrow('the disk is full');
    expect(agent.abort).toMatchObject({ reason: 'the disk is full' });
  });

  it('ends when the bus is given up', async () => {
    TestAgent.join(bus, 'a', { isStuck: true });
    const run = conduct(new Beats(['a']), ['a']);
    await vi.advanceTimersByTimeAsync(500);
    bus.become({ kind: 'closed' });
    await expect(ended(run)).rejects.toMatchObject({
      code: 'BUS_LOST',
      summary: 'the bus was lost during the run: the connection was closed',
    });
  });

  it('waits for a bus that restarts, and gives agents time to beat again', async () => {
    TestAgent.join(bus, 'a', { isStuck: true });
    const beats = new Beats(['a', 'b']);
    const notes: string[] = [];
    const run = conduct(beats, ['a'], { onNote: (line) => notes.push(line) });
    await vi.advanceTimersByTimeAsync(500);
    bus.become({ kind: 'disconnected' });
    beats.kill('a');
    await vi.advanceTimersByTimeAsync(20_000);
    bus.become({ kind: 'connected' });
    await vi.advanceTimersByTimeAsync(8000);
    expect(notes).toEqual([]);
    const end = await ended(run);
    expect(end.aborted?.code).toBe('FLEET_LOST');
  });

  it('ends at the time limit of the run', async () => {
    const agent = new TestAgent(bus, 'a', { isStuck: true });
    const config = parseConfig({ target, phase: 'load', timeout: '5s' });
    const run = conduct(new Beats(['a']), ['a'], { config });
    const end = await ended(run);
    expect(agent.abort).toMatchObject({ code: 'TIMEOUT' });
    expect(end.aborted?.code).toBe('TIMEOUT');
  });
});
