import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ClockExchange } from '../../../src/stats/clock/clock-exchange.ts';
import { toRemoteNs } from '../../../src/stats/clock/clock-line.ts';
import { fitClock } from '../../../src/stats/clock/fit-clock.ts';

const SECOND_NS = 1e9;

/** A clock ahead by `offsetNs` at `ZERO_NS`, and faster by `drift`. */
interface Clock {
  readonly offsetNs: number;
  readonly drift: number;
}

const ZERO_NS = 5e12;

function readAt({ offsetNs, drift }: Clock, localNs: number): number {
  return localNs + offsetNs + drift * (localNs - ZERO_NS);
}

/** Exchanges one a second, each with a delay to the other machine and one back. */
function exchangesOf(
  clock: Clock,
  delays: readonly (readonly [number, number])[],
): ClockExchange[] {
  return delays.map(([thereNs, backNs], index) => {
    const sentNs = ZERO_NS + index * SECOND_NS;
    const remoteNs = readAt(clock, sentNs + thereNs);
    return { sentNs, remoteNs, receivedNs: sentNs + thereNs + backNs };
  });
}

const delayNs = fc.oneof(
  fc.double({ min: 1e3, max: 1e5, noNaN: true }),
  fc.double({ min: 1e3, max: 5e7, noNaN: true }),
);

const anyClock = fc.record({
  offsetNs: fc.double({ min: -3e12, max: 3e12, noNaN: true }),
  drift: fc.double({ min: -5e-4, max: 5e-4, noNaN: true }),
});

describe('fitClock', () => {
  it('is never off by more than its bound, whatever the delays of both directions', () => {
    fc.assert(
      fc.property(
        anyClock,
        fc.array(fc.tuple(delayNs, delayNs), { minLength: 1, maxLength: 80 }),
        fc.double({ min: 0, max: 30, noNaN: true }),
        (clock, delays, beyondS) => {
          const exchanges = exchangesOf(clock, delays);
          const fromNs = ZERO_NS - beyondS * SECOND_NS;
          const toNs = ZERO_NS + (delays.length + beyondS) * SECOND_NS;
          const fit = fitClock(exchanges, { fromNs, toNs });
          expect(fit).toBeDefined();
          if (fit === undefined) return;
          for (let step = 0; step <= 20; step += 1) {
            const atNs = fromNs + (step / 20) * (toNs - fromNs);
            const errorNs = Math.abs(toRemoteNs(fit, atNs) - readAt(clock, atNs));
            // A double holds this time to a nanosecond.
            expect(errorNs).toBeLessThanOrEqual(fit.boundNs + 1);
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  it('keeps a bound near half of the least round trip where slow exchanges come between', () => {
    const clock = { offsetNs: -3e9, drift: 4e-5 };
    const delays = Array.from({ length: 200 }, (_, index) =>
      index % 7 === 0 ? ([1e5, 1e5] as const) : ([4e7, 1e6] as const),
    );
    const fit = fitClock(exchangesOf(clock, delays));
    expect(fit?.boundNs).toBeLessThan(1.5e5);
    expect(fit?.drift).toBeCloseTo(4e-5, 7);
  });

  it('widens its bound where the rate of the other clock changes', () => {
    const slewed: ClockExchange[] = Array.from({ length: 100 }, (_, index) => {
      const sentNs = ZERO_NS + index * SECOND_NS;
      // The other clock loses 100 ppm, and from the half on gains 100 ppm.
      const offsetNs = 1e5 * Math.abs(index - 50);
      return { sentNs, remoteNs: sentNs + 5e4 + offsetNs, receivedNs: sentNs + 1e5 };
    });
    const fit = fitClock(slewed);
    expect(fit).toBeDefined();
    if (fit === undefined) return;
    for (const [index, { sentNs }] of slewed.entries()) {
      const trueNs = sentNs + 1e5 * Math.abs(index - 50);
      expect(Math.abs(toRemoteNs(fit, sentNs) - trueNs)).toBeLessThanOrEqual(fit.boundNs);
    }
  });

  it('bounds the drift that one exchange leaves open', () => {
    const [exchange] = exchangesOf({ offsetNs: 7e9, drift: 0 }, [[1e5, 1e5]]);
    expect(exchange).toBeDefined();
    const fit = fitClock(exchange === undefined ? [] : [exchange], {
      fromNs: ZERO_NS,
      toNs: ZERO_NS + 100 * SECOND_NS,
    });
    expect(fit?.offsetNs).toBeCloseTo(7e9, -3);
    expect(fit?.boundNs).toBeGreaterThan(0.1 * SECOND_NS);
  });

  it('fits nothing without an exchange, and leaves out a reply before its question', () => {
    expect(fitClock([])).toBeUndefined();
    expect(fitClock([{ sentNs: 10, remoteNs: 5, receivedNs: 9 }])).toBeUndefined();
  });
});
