import { describe, expect, it } from 'vitest';
import { BusSync } from '../../../../src/fleet/agent/sync/bus-sync.ts';
import { keys } from '../../../../src/fleet/protocol/names.ts';
import { nowNs } from '../../../../src/stream/clock.ts';
import { MemoryBus } from '../../coordinator/support/memory-bus.ts';

const KEY = { phase: 'load', stage: 'rate 4/s' } as const;
const OWN = { measured: 3, good: 2, abandoned: 1, requestsPerSecond: Number.NaN };
const ENDED = { kind: 'exhausted', afterMs: 5, requests: 2 } as const;

async function opened(toLocalNs = (remoteNs: number) => remoteNs) {
  const kv = await new MemoryBus().kv('run');
  const failures: unknown[] = [];
  const onFailure = (error: unknown): void => void failures.push(error);
  const sync = await BusSync.open({ kv, agent: 'a1', toLocalNs, onFailure });
  return { kv, sync, failures, abort: new AbortController() };
}

describe('the stages of an agent', () => {
  it('start at the instant of the coordinator by the clock of this machine', async () => {
    const { kv, sync, abort } = await opened((remoteNs) => remoteNs - 5e9);
    const ready = sync.ready(KEY, abort.signal);
    await expect.poll(() => kv.values.has(keys.ready(KEY, 'a1'))).toBe(true);
    const startNs = nowNs() + 60e9;
    await kv.put(keys.start(KEY), { startNs });
    expect(await ready).toBe(startNs - 5e9);
  });

  it('do not start when their instant is over', async () => {
    const { kv, sync, abort } = await opened();
    await kv.put(keys.start(KEY), { startNs: nowNs() - 1e9 });
    await expect(sync.ready(KEY, abort.signal)).rejects.toMatchObject({ code: 'BUS_LATE' });
  });

  it('end with the totals of all', async () => {
    const { kv, sync, abort } = await opened();
    const ended = sync.ended(KEY, OWN, abort.signal);
    await expect
      .poll(() => kv.values.get(keys.ended(KEY, 'a1')))
      .toEqual({ ...OWN, requestsPerSecond: null });
    const totals = { ...OWN, measured: 9, requestsPerSecond: 7.5 };
    await kv.put(keys.totals(KEY), totals);
    expect(await ended).toEqual(totals);
  });

  it('stop waiting with the reason of an abort', async () => {
    const { sync, abort } = await opened();
    const ready = sync.ready(KEY, abort.signal);
    const reason = new Error('another machine was lost');
    queueMicrotask(() => abort.abort(reason));
    await expect(ready).rejects.toBe(reason);
    await expect(sync.ended(KEY, OWN, abort.signal)).rejects.toBe(reason);
  });

  it('are stopped for all, and report their looks and their own ending', async () => {
    const { kv, sync, failures } = await opened();
    const following = sync.follow(KEY);
    expect(following.signal.aborted).toBe(false);
    following.report({ workers: 2, looks: [] });
    following.report({ workers: 3, looks: [] });
    await expect
      .poll(() => kv.values.get(keys.summary(KEY, 'a1')))
      .toEqual({ workers: 3, looks: [] });
    following.endedItself(ENDED);
    await expect.poll(() => kv.values.get(keys.stopped(KEY, 'a1'))).toEqual({ endedBy: ENDED });
    await kv.put(keys.stop(KEY), { kind: 'decided', looks: 2, requests: 128 });
    await expect.poll(() => following.signal.aborted).toBe(true);
    expect(following.stop).toEqual({ kind: 'decided', looks: 2, requests: 128 });
    following.close();
    expect(failures).toEqual([]);
  });
});
