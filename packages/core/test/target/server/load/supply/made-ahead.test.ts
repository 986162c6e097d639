import { describe, expect, it, vi } from 'vitest';
import type { LoadRequest } from '../../../../../src/target/server/load/load-request.ts';
import { nowNs } from '../../../../../src/stream/clock.ts';
import { openLoad, run, ScriptedSupply } from './scripted-load.ts';

const idle = new AbortController().signal;

describe('requests made ahead', () => {
  it('are ready before the load begins, two per slot, even if they take long', async () => {
    const { load } = openLoad(3);
    const supply = new ScriptedSupply();
    const steps: number[] = [];
    await load.makeAhead(supply.requests({ makeMs: 60 }), idle, (made) => steps.push(made));
    expect(supply.made).toBeGreaterThanOrEqual(6);
    // Far from as many as there are: the load begins soon.
    expect(supply.made).toBeLessThan(20);
    expect(steps.length).toBeGreaterThan(0);
  });

  it('replace finished requests without a turn of the main thread', async () => {
    const { load, transport } = openLoad(3);
    const supply = new ScriptedSupply();
    const made = await load.makeAhead(supply.requests({ makeMs: 20 }), idle, () => {});
    const { running } = run(load, made, 60);
    for (let round = 0; round < 20; round += 1) {
      await vi.waitUntil(() => transport.waiting >= 3, { interval: 1, timeout: 10_000 });
      expect(transport.inFlight).toBe(3);
      expect(transport.respond()).toBe(3);
    }
    await running;
    expect(load.idleNs).toBe(0);
  });

  it('are bounded in bytes', async () => {
    const { load, transport } = openLoad(2);
    const supply = new ScriptedSupply();
    const bytes = 2 ** 20;
    const made = await load.makeAhead(supply.requests({ bytes }), idle, () => {});
    expect(supply.made * bytes).toBeLessThanOrEqual(40 * 2 ** 20);
    const { running, over } = run(load, made, 100);
    await vi.waitUntil(
      () => {
        transport.respond();
        return over() >= 100;
      },
      { interval: 5, timeout: 20_000 },
    );
    await running;
    expect(transport.mostWaitingBytes).toBeLessThanOrEqual(40 * 2 ** 20);
    expect(supply.made).toBeLessThan(160);
  });

  it('are bounded in number when they are short', async () => {
    const { load } = openLoad(4);
    const supply = new ScriptedSupply();
    await load.makeAhead(supply.requests({}), idle, () => {});
    expect(supply.made).toBeLessThanOrEqual(2048);
  });

  it('report each request that is sent, once', async () => {
    const { load, transport } = openLoad(2);
    const made = await load.makeAhead(new ScriptedSupply().requests({ count: 6 }), idle, () => {});
    const { running, sent, over } = run(load, made, Infinity);
    await vi.waitUntil(() => {
      transport.respond();
      return over() === 6;
    });
    await running;
    expect(new Set(sent).size).toBe(6);
    expect(sent).toHaveLength(6);
  });

  it('count idle time when they are made more slowly than they are sent', async () => {
    const { load, transport } = openLoad(2);
    const made = await load.makeAhead(
      new ScriptedSupply().requests({ makeMs: 20 }),
      idle,
      () => {},
    );
    const { running, over } = run(load, made, 30);
    await vi.waitUntil(
      () => {
        transport.respond();
        return over() >= 30;
      },
      { interval: 1, timeout: 20_000 },
    );
    await running;
    expect(load.idleNs).toBeGreaterThan(0);
  });

  it('end the load with the error of making one', async () => {
    const { load } = openLoad(2);
    function* broken(): Generator<LoadRequest> {
      yield* new ScriptedSupply().requests({ count: 1 });
      throw new RangeError('no such length');
    }
    const made = await load.makeAhead(broken(), idle, () => {});
    await expect(run(load, made, Infinity).running).rejects.toThrow('no such length');
  });

  it('are handed over together while the next ones are far off, not one by one as others end', async () => {
    const { load, transport } = openLoad(2);
    const made = await load.makeAhead(
      new ScriptedSupply().requests({ gapNs: 1e6 }),
      idle,
      () => {},
    );
    const beganMs = performance.now();
    const { running, over } = run(load, made, 100, { beginNs: nowNs() });
    await vi.waitUntil(
      () => {
        transport.respond();
        return over() >= 100;
      },
      { interval: 1, timeout: 20_000 },
    );
    await running;
    // A timer hands over what comes near; its period is 100 ms. One by one it would be 100 times.
    expect(transport.handOvers).toBeLessThan(25 + (performance.now() - beganMs) / 50);
  });
});
