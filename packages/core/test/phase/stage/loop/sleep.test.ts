import { describe, expect, it } from 'vitest';
import { sleepUntilNs } from '../../../../src/phase/stage/loop/sleep.ts';
import { nowNs } from '../../../../src/stream/clock.ts';

const never = new AbortController().signal;

describe('a wait', () => {
  it('until a deadline never ends before it', async () => {
    for (const aheadNs of [0.1e6, 1e6, 3e6, 10e6]) {
      const deadlineNs = nowNs() + aheadNs;
      await sleepUntilNs(deadlineNs, never);
      expect(nowNs()).toBeGreaterThanOrEqual(deadlineNs);
    }
  });

  it('returns immediately for a past deadline, without a turn of the event loop', async () => {
    let turned = false;
    setImmediate(() => {
      turned = true;
    });
    await sleepUntilNs(nowNs() - 1e9, never);
    expect(turned).toBe(false);
  });

  it.each([
    ['until a deadline', (signal: AbortSignal) => sleepUntilNs(nowNs() + 3.6e12, signal)],
    ['until a near deadline', (signal: AbortSignal) => sleepUntilNs(nowNs() + 1e12, signal)],
  ])('%s ends immediately with the reason when aborted', async (_, wait) => {
    const controller = new AbortController();
    const reason = new Error('over');
    const waited = wait(controller.signal);
    setImmediate(() => controller.abort(reason));
    await expect(waited).rejects.toBe(reason);
    await expect(wait(controller.signal)).rejects.toBe(reason);
  });
});
