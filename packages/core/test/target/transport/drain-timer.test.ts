import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DrainTimer, type Taken } from '../../../src/target/transport/drain-timer.ts';
import type { StagedRequest } from '../../../src/target/transport/transport.ts';

const request = { method: 'GET', path: '/', headers: [], body: new Uint8Array() } as const;

function staged(id: number, isUnawaited: boolean): StagedRequest {
  return { id, scheduledNs: Number.NaN, request, isUnawaited };
}

describe('the period of taking records', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  /** How often records are taken in 200 ms with one unawaited request in flight: first these, then those each time. */
  function timesTaken(first: Taken, later: Taken = first): number {
    let times = 0;
    let taken = first;
    const timer = new DrainTimer(() => {
      times += 1;
      timer.set(1, taken);
    });
    timer.begin([staged(1, true)]);
    timer.set(1);
    vi.advanceTimersByTime(100);
    taken = later;
    times = 0;
    vi.advanceTimersByTime(200);
    timer.stop();
    return times;
  }

  it('is 100 ms for few unawaited records', () => {
    expect(timesTaken({ records: 1000, bytes: 1e6 })).toBe(2);
  });

  it('is 20 ms for many records, or for many bytes, and stays so while they come at that rate', () => {
    expect(timesTaken({ records: 9000, bytes: 0 })).toBe(10);
    expect(timesTaken({ records: 10, bytes: 3e6 })).toBe(10);
    expect(timesTaken({ records: 9000, bytes: 0 }, { records: 1800, bytes: 0 })).toBe(10);
    // A pause of the load: the first take after it is 20 ms later, the next one 100.
    expect(timesTaken({ records: 9000, bytes: 0 }, { records: 100, bytes: 0 })).toBe(2);
  });

  it('is 2 ms while an end is awaited, and ends with the last request', () => {
    let times = 0;
    const timer = new DrainTimer(() => {
      times += 1;
    });
    timer.begin([staged(1, true), staged(2, false)]);
    timer.set(2);
    vi.advanceTimersByTime(10);
    expect(times).toBe(5);
    timer.end(2);
    timer.set(1);
    vi.advanceTimersByTime(100);
    expect(times).toBe(6);
    timer.set(0);
    vi.advanceTimersByTime(1000);
    expect(times).toBe(6);
  });
});
