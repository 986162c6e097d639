import { describe, expect, it } from 'vitest';
import { plannedRequests } from '../../src/live/planned-requests.ts';

const RATED = { ratePerSecond: 4, arrivals: 'poisson' } as const;
const TIMED = { durationMs: 60_000, minRequests: 64 } as const;

describe('plannedRequests', () => {
  it('is exact when a count ends the load', () => {
    const exactly = { bound: 'exactly', count: 500 };
    expect(plannedRequests({ kind: 'closed', concurrency: 4, requests: 500 })).toEqual(exactly);
    expect(plannedRequests({ kind: 'open', ...RATED, requests: 500 })).toEqual(exactly);
    expect(plannedRequests({ kind: 'sessions', ...RATED, requests: 500 })).toEqual(exactly);
    const trace = { kind: 'trace', requests: 500, ratePerSecond: Number.NaN, speed: 1 } as const;
    expect(plannedRequests(trace)).toEqual(exactly);
  });

  it('is a lower bound when the server sets the pace', () => {
    const least = { bound: 'at-least', count: 64 };
    expect(plannedRequests({ kind: 'closed', concurrency: 4, ...TIMED })).toEqual(least);
    expect(plannedRequests({ kind: 'sessions', ...RATED, ...TIMED })).toEqual(least);
  });

  it('is an estimate when arrivals follow a rate', () => {
    expect(plannedRequests({ kind: 'open', ...RATED, ...TIMED })).toEqual({
      bound: 'about',
      count: 240,
    });
    const short = { kind: 'open', ...RATED, durationMs: 5000, minRequests: 64 } as const;
    expect(plannedRequests(short)).toEqual({ bound: 'about', count: 64 });
    const ramp = { kind: 'ramp', fromPerSecond: 0, toPerSecond: 10, durationMs: 20_000 } as const;
    expect(plannedRequests(ramp)).toEqual({ bound: 'about', count: 100 });
  });

  it('is undefined when only time bounds the load', () => {
    expect(plannedRequests({ kind: 'sequential', durationMs: 5000 })).toBeUndefined();
  });
});
