import { describe, expect, it } from 'vitest';
import { answerClock, exchangeClocks } from '../../../src/fleet/clock/exchange-clocks.ts';
import { FleetClock } from '../../../src/fleet/clock/fleet-clock.ts';
import { subjects } from '../../../src/fleet/protocol/names.ts';
import type { ClockExchange } from '../../../src/stats/clock/clock-exchange.ts';
import { roundTripNs } from '../../../src/stats/clock/clock-exchange.ts';
import { nowNs } from '../../../src/stream/clock.ts';
import { MemoryBus } from '../coordinator/support/memory-bus.ts';

const SUBJECT = subjects.clock('default', 'R1');
const OFFSET_NS = 3e9;

function placeOf(bus = new MemoryBus()) {
  return { bus, fleet: 'default', runId: 'R1' };
}

describe('exchanges of clocks', () => {
  it('ask the given number of times, and give times in their order', async () => {
    const place = placeOf();
    answerClock(place);
    const exchanges = await exchangeClocks(place, 5);
    expect(exchanges).toHaveLength(5);
    for (const { sentNs, remoteNs, receivedNs } of exchanges) {
      expect(sentNs <= remoteNs && remoteNs <= receivedNs).toBe(true);
    }
  });

  it('give up without a reply', async () => {
    expect(await exchangeClocks(placeOf(), 64)).toEqual([]);
  });
});

describe('the clock of the coordinator', () => {
  it('is known to within the quickest round trip', async () => {
    const place = placeOf();
    place.bus.answer(SUBJECT, () => ({ remoteNs: nowNs() + OFFSET_NS }));
    const clock = new FleetClock(place);
    await clock.learn(new AbortController().signal);
    const recorded: ClockExchange[] = [];
    clock.begin((exchange) => recorded.push(exchange));
    clock.close();
    expect(recorded.length).toBeGreaterThan(0);
    const leastNs = Math.max(...recorded.map(roundTripNs));
    const remoteNs = nowNs() + OFFSET_NS;
    expect(Math.abs(clock.toLocalNs(remoteNs) - (remoteNs - OFFSET_NS))).toBeLessThan(leastNs);
  });

  it('drops exchanges during which a machine was busy', async () => {
    const place = placeOf();
    let asked = 0;
    place.bus.answer(SUBJECT, () => {
      asked += 1;
      const remoteNs = nowNs() + OFFSET_NS;
      // The reply is late: its middle is 25 ms off.
      if (asked % 8 === 0) while (nowNs() < remoteNs - OFFSET_NS + 50e6);
      return { remoteNs };
    });
    const clock = new FleetClock(place);
    await clock.learn(new AbortController().signal);
    const recorded: ClockExchange[] = [];
    clock.begin((exchange) => recorded.push(exchange));
    clock.close();
    expect(asked).toBe(64);
    expect(recorded.length).toBeLessThanOrEqual(56);
    expect(Math.max(...recorded.map(roundTripNs))).toBeLessThan(50e6);
  });

  it('is an error when the coordinator is silent', async () => {
    const clock = new FleetClock(placeOf());
    await expect(clock.learn(new AbortController().signal)).rejects.toMatchObject({
      code: 'BUS_NO_REPLY',
    });
  });
});
