import { setTimeout as delay } from 'node:timers/promises';
import { createSampler } from '@loadcell/native';
import { nowNs } from '../clock.mjs';
import { KernelAccount } from '../kernel-account.mjs';
import { atMost, measured } from '../report/figure.mjs';
import { median } from '../statistics.mjs';

const PERIOD_NS = 1_000_000;
const DRAIN_PERIOD_MS = 100;
const DRAINS_PER_LOOK = 5;

/** Empties the ring as a user of the addon does, and keeps of the rows only how many there were. */
class DiscardingReader {
  rows = 0;
  lastDeadlineNs = Number.NaN;
  #sampler;

  /** @param {import('@loadcell/native').NativeSampler} sampler */
  constructor(sampler) {
    this.#sampler = sampler;
  }

  drain() {
    const batch = this.#sampler.drain();
    if (batch.count === 0) return;
    this.rows += batch.count;
    this.lastDeadlineNs = batch.timeNs[batch.count - 1] - batch.latenessNs[batch.count - 1];
  }
}

/**
 * Deadlines that are in no count. Those up to the last row's have passed for certain, those up to the end of the
 * stop may have.
 * @param {DiscardingReader} reader
 * @param {import('@loadcell/native').SamplerTotals} totals
 * @param {number} stoppedNs
 */
function unaccountedTicks(reader, totals, stoppedNs) {
  const passed = (untilNs) => Math.floor((untilNs - totals.startedAtNs) / PERIOD_NS + 1e-6) + 1;
  const counted = reader.rows + totals.droppedSamples + totals.missedTicks + totals.readErrors;
  const least = passed(reader.lastDeadlineNs);
  const most = passed(stoppedNs);
  if (counted < least) return least - counted;
  return Math.max(0, counted - most);
}

/**
 * Samples its own process and throws the rows away.
 * @param {import('@loadcell/native').NativeSampler} sampler
 * @param {number} durationMs
 * @param {KernelAccount} kernel
 */
async function endure(sampler, durationMs, kernel) {
  // Made beforehand: a list that grows would be growth of the process.
  const looks = new Float64Array(Math.ceil(durationMs / (DRAIN_PERIOD_MS * DRAINS_PER_LOOK)));
  const reader = new DiscardingReader(sampler);
  const startedNs = nowNs();
  let lookCount = 0;
  sampler.start();
  try {
    for (let drains = 1; nowNs() - startedNs < durationMs * 1e6; drains++) {
      await delay(DRAIN_PERIOD_MS);
      reader.drain();
      if (drains % DRAINS_PER_LOOK !== 0) continue;
      // Garbage comes and goes with or without a sampler: what counts is what is kept.
      globalThis.gc();
      looks[lookCount++] = kernel.rssBytes();
    }
  } finally {
    sampler.stop();
  }
  const stoppedNs = nowNs();
  reader.drain();
  return {
    durationMs: (stoppedNs - startedNs) / 1e6,
    looks: [...looks.subarray(0, lookCount)],
    totals: sampler.account(),
    reader,
    stoppedNs,
  };
}

/** @param {import('../sections.mjs').SectionContext} context */
export async function measure({ plan, machine }) {
  const { settleMs, windowMs } = plan.endurance;
  const sampler = createSampler({ pid: process.pid, periodNs: PERIOD_NS });
  const { durationMs, looks, totals, reader, stoppedNs } = await endure(
    sampler,
    plan.endurance.durationMs,
    new KernelAccount(process.pid, machine.pageBytes),
  );
  const looksIn = (ms) => Math.ceil((ms / durationMs) * looks.length);
  const settled = looks.slice(looksIn(settleMs), looksIn(settleMs + windowMs));
  const end = looks.slice(-looksIn(windowMs));
  const utilization = totals.cpuNs / (totals.lastAtNs - totals.startedAtNs);
  return [
    measured('durationMs', 'ms', durationMs),
    measured('settledRssBytes', 'bytes', settled),
    measured('endRssBytes', 'bytes', end),
    measured('rssGrowthBytes', 'bytes', median(end) - median(settled)),
    measured(
      'rssGrowthBeyondSpreadBytes',
      'bytes',
      Math.max(0, Math.min(...end) - Math.max(...settled)),
      atMost(0),
    ),
    measured('rows', 'count', reader.rows),
    measured('droppedSamples', 'count', totals.droppedSamples),
    measured('missedTicks', 'count', totals.missedTicks),
    measured('lateTicks', 'count', totals.lateTicks),
    measured('unaccountedTicks', 'count', unaccountedTicks(reader, totals, stoppedNs), atMost(0)),
    measured('latenessP50Us', 'us', totals.latenessP50Ns / 1e3),
    measured('latenessP99Us', 'us', totals.latenessP99Ns / 1e3),
    measured('samplerCpuUtilization', 'ratio', utilization),
  ];
}
