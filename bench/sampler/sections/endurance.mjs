import { setTimeout as delay } from 'node:timers/promises';
import { createSampler } from '@loadcell/native';
import { nowNs } from '../clock.mjs';
import { KernelAccount } from '../kernel-account.mjs';
import { atMost, measured } from '../report/figure.mjs';
import { median } from '../statistics.mjs';

const PERIOD_NS = 1_000_000;
const DRAIN_PERIOD_MS = 100;

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

/** @param {import('../sections.mjs').SectionContext} context */
export async function measure({ plan, machine }) {
  const { durationMs, settleMs, windowMs } = plan.endurance;
  const kernel = new KernelAccount(process.pid, machine.pageBytes);
  // Made beforehand: a list that grows would be growth of the process.
  const looks = new Float64Array(Math.ceil(durationMs / DRAIN_PERIOD_MS) + 1);
  const sampler = createSampler({ pid: process.pid, periodNs: PERIOD_NS });
  const reader = new DiscardingReader(sampler);
  const startedNs = nowNs();
  const elapsedMs = () => (nowNs() - startedNs) / 1e6;
  let firstLook = 0;
  let look = 0;
  sampler.start();
  try {
    while (elapsedMs() < durationMs && look < looks.length) {
      await delay(DRAIN_PERIOD_MS);
      reader.drain();
      looks[look++] = kernel.rssBytes();
      if (elapsedMs() <= settleMs) firstLook = look;
    }
  } finally {
    sampler.stop();
  }
  const stoppedNs = nowNs();
  reader.drain();
  const totals = sampler.account();
  const perWindow = Math.round(windowMs / DRAIN_PERIOD_MS);
  const settledBytes = median([...looks.subarray(firstLook, firstLook + perWindow)]);
  const endBytes = median([...looks.subarray(look - perWindow, look)]);
  return [
    measured('durationMs', 'ms', elapsedMs()),
    measured('settledRssBytes', 'bytes', settledBytes),
    measured('endRssBytes', 'bytes', endBytes),
    measured('rssGrowthBytes', 'bytes', endBytes - settledBytes, atMost(0)),
    measured('rows', 'count', reader.rows),
    measured('droppedSamples', 'count', totals.droppedSamples),
    measured('missedTicks', 'count', totals.missedTicks),
    measured('lateTicks', 'count', totals.lateTicks),
    measured('unaccountedTicks', 'count', unaccountedTicks(reader, totals, stoppedNs), atMost(0)),
    measured('latenessP50Us', 'us', totals.latenessP50Ns / 1e3),
    measured('latenessP99Us', 'us', totals.latenessP99Ns / 1e3),
    measured(
      'samplerCpuUtilization',
      'ratio',
      totals.cpuNs / (totals.lastAtNs - totals.startedAtNs),
    ),
  ];
}
