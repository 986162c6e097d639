import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Crew, Wanted } from '../../../../src/fleet/coordinator/crew/choose-crew.ts';
import {
  discoverCrew,
  followRoster,
} from '../../../../src/fleet/coordinator/crew/discover-crew.ts';
import { buckets } from '../../../../src/fleet/protocol/names.ts';
import type { AgentPresence } from '../../../../src/fleet/protocol/presence.ts';
import { nowNs } from '../../../../src/stream/clock.ts';
import { MemoryBus } from '../support/memory-bus.ts';
import { presenceOf } from '../support/presence-of.ts';

const ALL: Wanted = { kind: 'all' };
const NONE: Wanted = { kind: 'count', count: 0 };

describe('discoverCrew', () => {
  let bus = new MemoryBus();
  beforeEach(() => {
    bus = new MemoryBus();
    vi.useFakeTimers({ toFake: ['setTimeout', 'setInterval', 'clearInterval', 'hrtime'] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  /** Beats every second from now on. */
  function beat(name: string, given: Partial<AgentPresence> = {}): void {
    let beats = 0;
    const put = async (): Promise<void> => {
      beats += 1;
      const kv = await bus.kv(buckets.agents('test'));
      await kv.put(name, presenceOf(name, { ...given, beat: beats }));
    };
    void put();
    setInterval(() => void put(), 1000);
  }

  async function discover(
    load: Wanted,
    watch: Wanted = NONE,
    signal: AbortSignal = new AbortController().signal,
    waitMs = 10_000,
  ): Promise<{ names: string[]; afterMs: number }> {
    const beganNs = nowNs();
    const { roster } = await followRoster(bus, 'test');
    const found = discoverCrew(roster, { load, watch, version: '1.0.0' }, { waitMs, signal });
    let crew: Crew | undefined;
    let afterMs = Number.NaN;
    const over = found.then((value) => {
      crew = value;
      afterMs = (nowNs() - beganNs) / 1e6;
    });
    over.catch(() => {});
    await vi.advanceTimersByTimeAsync(11_000);
    await over;
    return { names: (crew?.load ?? []).map(({ name }) => name), afterMs };
  }

  it('goes on as soon as the number of agents is there', async () => {
    beat('a');
    setTimeout(() => beat('b'), 4000);
    const { names, afterMs } = await discover({ kind: 'count', count: 2 });
    expect(names).toEqual(['a', 'b']);
    expect(afterMs).toBeGreaterThanOrEqual(5000);
    expect(afterMs).toBeLessThan(6000);
  });

  it('waits for two beats of each before it takes all', async () => {
    beat('a');
    setTimeout(() => beat('b'), 1900);
    expect((await discover(ALL, ALL)).names).toEqual(['a', 'b']);
  });

  it('does not take what a dead agent has left, nor wait for it to the end', async () => {
    const kv = await bus.kv(buckets.agents('test'));
    await kv.put('dead', presenceOf('dead', { beat: 40 }));
    beat('a');
    const { names, afterMs } = await discover(ALL);
    expect(names).toEqual(['a']);
    expect(afterMs).toBeLessThan(9000);
  });

  it('lists who is there and what each lacks, after the wait', async () => {
    beat('a');
    beat('b', { busyWith: 'R1' });
    await expect(discover({ kind: 'count', count: 2 })).rejects.toMatchObject({
      code: 'FLEET_SHORT',
      summary: '2 load agents are needed, and 1 is ready (a): b is busy with run R1',
    });
  });

  it('knows who is there without a wait: agents that beat are taken, or named', async () => {
    const { signal } = new AbortController();
    beat('a');
    const one = await discover({ kind: 'count', count: 1 }, NONE, signal, 0);
    expect(one.names).toEqual(['a']);
    await expect(discover({ kind: 'count', count: 2 }, NONE, signal, 0)).rejects.toMatchObject({
      code: 'FLEET_SHORT',
      summary: expect.stringContaining('1 is ready (a)'),
    });
  });

  it('ends when it is interrupted', async () => {
    const stop = new AbortController();
    stop.abort();
    await expect(discover(ALL, NONE, stop.signal)).rejects.toMatchObject({ code: 'INTERRUPTED' });
  });

  it('ignores a presence under another name, or of another shape', async () => {
    const kv = await bus.kv(buckets.agents('test'));
    await kv.put('x', presenceOf('y'));
    await kv.put('z', { name: 'z' });
    const { roster } = await followRoster(bus, 'test');
    expect(roster.all()).toEqual([]);
  });
});
