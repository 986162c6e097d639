import { describe, expect, it } from 'vitest';
import {
  arrivalNs,
  inOrderOfArrival,
  isArrival,
  nextLookAfter,
  requestsOfLook,
} from '../../../src/stream/stage/arrivals.ts';

describe('arrivals', () => {
  const row = { scheduledNs: 1, sentNs: 2, endNs: 3 };

  it('are the scheduled start, or the send in closed and sequential loads', () => {
    expect(arrivalNs({ kind: 'open' }, row)).toBe(1);
    expect(arrivalNs({ kind: 'trace' }, { ...row, sentNs: Number.NaN })).toBe(1);
    expect(arrivalNs({ kind: 'closed' }, row)).toBe(2);
    expect(arrivalNs({ kind: 'sequential' }, row)).toBe(2);
    expect(arrivalNs({ kind: 'closed' }, { ...row, sentNs: Number.NaN })).toBe(3);
  });

  it('sort requests, and keep the order of equal arrivals', () => {
    const rows = [
      { ...row, id: 1, scheduledNs: 5 },
      { ...row, id: 2, scheduledNs: 4 },
      { ...row, id: 3, scheduledNs: 5 },
    ];
    expect(inOrderOfArrival({ kind: 'open' }, rows).map(({ id }) => id)).toEqual([2, 1, 3]);
  });

  it('are measured requests that the run did not cancel, failed or not', () => {
    expect(isArrival({ purpose: 'load', outcome: 'ok' })).toBe(true);
    expect(isArrival({ purpose: 'load', outcome: 'dropped' })).toBe(true);
    expect(isArrival({ purpose: 'load', outcome: 'cancelled' })).toBe(false);
    expect(isArrival({ purpose: 'warm-up', outcome: 'ok' })).toBe(false);
  });
});

describe('looks', () => {
  it('are at doubling counts', () => {
    expect([1, 2, 3, 4].map((look) => requestsOfLook(64, look))).toEqual([64, 128, 256, 512]);
    expect([0, 63, 64, 127, 128, 300].map((count) => nextLookAfter(64, count))).toEqual([
      64, 64, 128, 128, 256, 512,
    ]);
  });
});
