import { describe, expect, it } from 'vitest';
import { aloneSync, LocalSync } from '../../../../src/phase/stage/sync/local-sync.ts';
import { localSync } from '../../../../src/runner/worker/local-sync-of.ts';
import { nowNs } from '../../../../src/stream/clock.ts';
import { WHOLE } from '../../../../src/workload/slice/slice.ts';

const KEY = { phase: 'load', stage: 'open' } as const;
const { signal } = new AbortController();

describe('a worker without a bus', () => {
  it('starts its first stage at its time, and later ones when they are ready', async () => {
    const startNs = nowNs() + 60e9;
    const sync = new LocalSync({ isAlone: false, startNs });
    expect(await sync.ready(KEY, signal)).toBe(startNs);
    expect(await sync.ready({ ...KEY, stage: 'closed' }, signal)).toBeUndefined();
  });

  it('fails where its first stage was prepared after its start', async () => {
    const sync = new LocalSync({ isAlone: false, startNs: nowNs() - 5e6 });
    await expect(sync.ready(KEY, signal)).rejects.toThrow(
      /^stage "open" was prepared \d+ ms after --start-at\. Set a later/,
    );
  });

  it('rejects with the reason of an interruption', async () => {
    await expect(aloneSync().ready(KEY, AbortSignal.abort(new Error('stop')))).rejects.toThrow(
      'stop',
    );
  });

  it('has results of all workers only where it is alone', () => {
    expect(localSync({ slice: WHOLE }).isJoined).toBe(true);
    expect(localSync({ slice: { index: 0, count: 2 } }).isJoined).toBe(false);
  });

  it('turns the time of its start into its own clock', async () => {
    const sync = localSync({ slice: WHOLE, startAtEpochMs: Date.now() + 60_000 });
    const startNs = (await sync.ready(KEY, signal)) ?? Number.NaN;
    expect(startNs - nowNs()).toBeGreaterThan(50e9);
    expect(startNs - nowNs()).toBeLessThanOrEqual(60.1e9);
  });
});
