import { describe, expect, it, vi } from 'vitest';
import type { LoadPlan } from '../../../../../src/target/server/load/load-plan.ts';
import { nowNs } from '../../../../../src/stream/clock.ts';
import { openLoad, run, ScriptedSupply } from './scripted-load.ts';

/** Whether the end of each of three requests is awaited. @param gapNs between their starts; one after another when absent */
async function awaited(gapNs: number | undefined, change: Partial<LoadPlan> = {}) {
  const { load, transport } = openLoad(1);
  const supply = new ScriptedSupply().requests({
    count: 3,
    ...(gapNs === undefined ? {} : { gapNs }),
  });
  const made = await load.makeAhead(supply, new AbortController().signal, () => {});
  const { running, over } = run(load, made, Infinity, { beginNs: nowNs(), ...change });
  await vi.waitUntil(() => {
    transport.respond();
    return over() === 3;
  });
  await running;
  return transport.awaited;
}

describe('the end of a request', () => {
  it('is awaited in a closed loop, where the next request follows', async () => {
    expect(await awaited(undefined)).toEqual([true, true, true]);
  });

  it('is not awaited in an open loop', async () => {
    expect(await awaited(1e6)).toEqual([false, false, false]);
  });

  it('is awaited in an open loop of conversations, where the next turn follows', async () => {
    expect(await awaited(1e6, { followUps: () => [] })).toEqual([true, true, true]);
  });
});
