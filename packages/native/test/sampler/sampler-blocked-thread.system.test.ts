import { expect, it } from 'vitest';
import { createSampler } from '../../src/index.ts';
import { waitUntil } from '../support/wait-until.ts';

const PERIOD_NS = 1_000_000;
/** Limit of the blocking wait, after which sampling counts as stopped. */
const PATIENCE_NS = 60e9;

function nowNs(): number {
  return Number(process.hrtime.bigint());
}

it('sampling continues while the JavaScript thread is blocked', async () => {
  const sampler = createSampler({ pid: process.pid, periodNs: PERIOD_NS });
  sampler.start();
  try {
    await waitUntil(() => sampler.account().ticks > 0);
    sampler.drain();
    // Before the count is read, so that a pause between the two loses none of the ticks that are counted.
    const blockedAtNs = nowNs();
    const { ticks } = sampler.account();
    // Blocks the event loop for many ticks; the benchmark measures their rate.
    while (sampler.account().ticks < ticks + 500 && nowNs() < blockedAtNs + PATIENCE_NS);
    const freeAtNs = nowNs();
    expect(sampler.account().ticks).toBeGreaterThanOrEqual(ticks + 500);
    const stamps = [...sampler.drain().timeNs].filter(
      (atNs) => atNs >= blockedAtNs && atNs <= freeAtNs,
    );
    expect(stamps.length).toBeGreaterThanOrEqual(499);
  } finally {
    sampler.stop();
  }
});
