import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { nowNs } from '../../src/stream/clock.ts';
import { LongTimer, waitFor } from '../../src/stream/long-timer.ts';

const HOURS_600_MS = 600 * 3_600_000;
const never = new AbortController().signal;

describe('a timer of any length', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it.each([1, 1000, 2 ** 31 - 1, 2 ** 31, HOURS_600_MS])('fires after %d ms, once', (delayMs) => {
    const act = vi.fn<() => void>();
    const timer = new LongTimer(act, delayMs);
    vi.advanceTimersByTime(delayMs - 1);
    expect(act).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(act).toHaveBeenCalledOnce();
    vi.advanceTimersByTime(2 * HOURS_600_MS);
    expect(act).toHaveBeenCalledOnce();
    timer.stop();
  });

  it('never fires when it is stopped at any time', () => {
    const act = vi.fn<() => void>();
    const timer = new LongTimer(act, HOURS_600_MS);
    vi.advanceTimersByTime(HOURS_600_MS - 1);
    timer.stop();
    vi.advanceTimersByTime(HOURS_600_MS);
    expect(act).not.toHaveBeenCalled();
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('a wait of any length', () => {
  it('ends after its time', async () => {
    const beganNs = nowNs();
    await waitFor(5, never);
    // Timers of Node count whole milliseconds, and may be one short.
    expect(nowNs() - beganNs).toBeGreaterThan(3.9e6);
  });

  it('ends immediately with the reason when it is aborted, also before it begins', async () => {
    const controller = new AbortController();
    const reason = new Error('over');
    const waited = waitFor(HOURS_600_MS, controller.signal);
    controller.abort(reason);
    await expect(waited).rejects.toBe(reason);
    await expect(waitFor(1, controller.signal)).rejects.toBe(reason);
  });
});
