import { createSampler } from '@loadcell/native';
import { nowNs } from '../clock.mjs';
import { atMost, LOWER, measured } from '../../suite/report/figure.mjs';
import { runModule } from '../section-process.mjs';
import { median } from '../../suite/statistics.mjs';
import { endure } from './endurance/endure.mjs';

const PERIOD_NS = 1_000_000;

/** Drains the ring as a user of the addon does, and keeps only the number of rows. */
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
 * Deadlines that are in no count. Those up to the last row have passed; those up to the end of the stop may have.
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
async function sampleItself({ plan, machine }) {
  const sampler = createSampler({ pid: process.pid, periodNs: PERIOD_NS });
  const reader = new DiscardingReader(sampler);
  const startedNs = nowNs();
  let looks;
  sampler.start();
  try {
    looks = await endure(plan.endurance.durationMs, machine.pageBytes, () => reader.drain());
  } finally {
    sampler.stop();
  }
  const stoppedNs = nowNs();
  reader.drain();
  const totals = sampler.account();
  return { durationMs: (stoppedNs - startedNs) / 1e6, looks, reader, totals, stoppedNs };
}

/**
 * The looks of a window after the first seconds, and those of one at the end.
 * @param {number[]} looks
 * @param {{ durationMs: number, settleMs: number, windowMs: number }} plan
 */
function windowsOf(looks, { durationMs, settleMs, windowMs }) {
  const looksIn = (ms) => Math.ceil((ms / durationMs) * looks.length);
  const settled = looks.slice(looksIn(settleMs), looksIn(settleMs + windowMs));
  const end = looks.slice(-looksIn(windowMs));
  return {
    settled,
    end,
    growthBytes: median(end) - median(settled),
    spreadBytes: Math.max(rangeOf(settled), rangeOf(end)),
  };
}

/** @param {number[]} values */
function rangeOf(values) {
  return Math.max(...values) - Math.min(...values);
}

/**
 * @param {number[]} looks of the process that samples
 * @param {number[]} controlLooks of the one that does not
 * @param {{ durationMs: number, settleMs: number, windowMs: number }} plan
 */
function memoryFigures(looks, controlLooks, plan) {
  const own = windowsOf(looks, plan);
  const control = windowsOf(controlLooks, plan);
  const growthBytes = own.growthBytes - control.growthBytes;
  const spreadBytes = own.spreadBytes + control.spreadBytes;
  return [
    measured('settledRssBytes', 'bytes', own.settled),
    measured('endRssBytes', 'bytes', own.end),
    measured('rssGrowthBytes', 'bytes', own.growthBytes),
    measured('controlRssGrowthBytes', 'bytes', control.growthBytes),
    measured('rssGrowthOverControlBytes', 'bytes', growthBytes, LOWER),
    measured('rssSpreadBytes', 'bytes', spreadBytes),
    measured(
      'rssGrowthOverControlBeyondSpreadBytes',
      'bytes',
      Math.max(0, growthBytes - spreadBytes),
      atMost(0),
    ),
  ];
}

/** @param {import('../sections.mjs').SectionContext} context */
export async function measure(context) {
  const [own, controlLooks] = await Promise.all([
    sampleItself(context),
    runModule('endurance/control', context),
  ]);
  const { durationMs, reader, totals, stoppedNs } = own;
  const utilization = totals.cpuNs / (totals.lastAtNs - totals.startedAtNs);
  return [
    measured('durationMs', 'ms', durationMs),
    ...memoryFigures(own.looks, controlLooks, context.plan.endurance),
    measured('rows', 'count', reader.rows),
    measured('droppedSamples', 'count', totals.droppedSamples, LOWER),
    measured('missedTicks', 'count', totals.missedTicks, LOWER),
    measured('lateTicks', 'count', totals.lateTicks, LOWER),
    measured('unaccountedTicks', 'count', unaccountedTicks(reader, totals, stoppedNs), atMost(0)),
    measured('latenessP50Us', 'us', totals.latenessP50Ns / 1e3, LOWER),
    measured('latenessP99Us', 'us', totals.latenessP99Ns / 1e3, LOWER),
    measured('samplerCpuUtilization', 'cores', utilization, LOWER),
  ];
}
