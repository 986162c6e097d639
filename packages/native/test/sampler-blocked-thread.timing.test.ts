import { expect, it } from 'vitest';
import { createSampler } from '../src/index.ts';
import { waitUntil } from './wait-until.ts';

const PERIOD_NS = 1_000_000;
const SPAN_NS = 2e9;

function nowNs(): number {
  return Number(process.hrtime.bigint());
}

/** Ticks in two seconds of sampling this process, while `during` has the JavaScript thread. */
async function ticksWhile(during: (untilNs: number) => Promise<void>): Promise<number> {
  const sampler = createSampler({ pid: process.pid, periodNs: PERIOD_NS });
  sampler.start();
  try {
    await waitUntil(() => sampler.account().ticks > 0);
    const before = sampler.account().ticks;
    await during(nowNs() + SPAN_NS);
    return sampler.account().ticks - before;
  } finally {
    sampler.stop();
  }
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}

it('sampling goes on while the JavaScript thread is blocked for two seconds', async () => {
  const ratios: number[] = [];
  // In pairs, and the median of three: whatever else runs on this machine meets both sides.
  for (let pair = 0; pair < 3; pair += 1) {
    const quiet = await ticksWhile((untilNs) => waitUntil(() => nowNs() >= untilNs));
    const blocked = await ticksWhile((untilNs) => {
      while (nowNs() < untilNs);
      return Promise.resolve();
    });
    ratios.push(blocked / quiet);
  }
  expect(median(ratios)).toBeGreaterThanOrEqual(0.95);
});
