import { setTimeout as delay } from 'node:timers/promises';
import { getHeapStatistics } from 'node:v8';
import { createSampler } from '@loadcell/native';
import { nowNs } from '../clock.mjs';
import { KernelAccount } from '../kernel-account.mjs';
import { MemoryActor } from '../memory-actor.mjs';
import { absent, atMost, worst } from '../../suite/report/figure.mjs';

const PERIOD_NS = 1_000_000;
/** About 20 ms, which is many ticks, so that V8 has reported its heap. */
const HEAP_SETTLE_TURNS = 4_000_000;
/** Odd numbers of pages, so that rounding to more than a page would be visible. */
const PAGES = [1, 1001, 4097, 12_345, 33_333];

/** Resolves when a sample was taken after this call. @param {import('@loadcell/native').NativeSampler} sampler */
async function sampledFromNowOn(sampler) {
  const calledNs = nowNs();
  while (!(sampler.account().lastAtNs > calledNs)) await delay(1);
}

/** Resolves when the survey has read the process. @param {import('@loadcell/native').NativeSampler} sampler */
async function surveyed(sampler) {
  const read = () => sampler.processes()[0]?.surveyed;
  while (!(read()?.column('processCpu', 'minorFaults').count > 0)) await delay(1);
  return read();
}

/**
 * @param {MemoryActor} actor at rest
 * @param {number} pageBytes
 */
async function compareAtRest(actor, pageBytes) {
  const kernel = new KernelAccount(actor.pid, pageBytes);
  const sampler = createSampler({ pid: actor.pid, periodNs: PERIOD_NS, survey: {} });
  sampler.start();
  try {
    await sampledFromNowOn(sampler);
    const columns = await surveyed(sampler);
    const batch = sampler.drain();
    const rssBytes = batch.rssBytes.at(-1);
    const anonBytes = rssBytes - batch.sharedBytes.at(-1);
    const faults = kernel.faults();
    return {
      rssPages: Math.abs(rssBytes - kernel.rssBytes()) / pageBytes,
      anonPages: Math.abs(anonBytes - kernel.anonBytes()) / pageBytes,
      faults:
        Math.abs(columns.column('processCpu', 'minorFaults').last - faults.minor) +
        Math.abs(columns.column('processCpu', 'majorFaults').last - faults.major),
      cpuRatio: Math.abs(batch.cpuNs.at(-1) / kernel.cpuNs() - 1),
    };
  } finally {
    sampler.stop();
  }
}

/** Runs JavaScript without garbage: V8 reports its heap only while JavaScript runs. @param {number} turns */
function runWithoutGarbage(turns) {
  let value = 1;
  for (let turn = 0; turn < turns; turn++) value = (value * 16_807 + 11) % 2_147_483_647;
  return value;
}

/**
 * Relative difference between the heap of this process by the sampler and V8's own figure at the same time.
 * @param {number} repeats
 */
function compareHeap(repeats) {
  const sampler = createSampler({ pid: process.pid, periodNs: PERIOD_NS, heap: true });
  const used = [];
  const total = [];
  const kept = [];
  sampler.start();
  try {
    for (let repeat = 0; repeat < repeats; repeat++) {
      kept.push(Array.from({ length: 100_000 }, (_, index) => ({ index })));
      globalThis.gc();
      runWithoutGarbage(HEAP_SETTLE_TURNS);
      const actual = getHeapStatistics();
      const reported = sampler.heap();
      used.push(Math.abs(reported.usedBytes.last / actual.used_heap_size - 1));
      total.push(Math.abs(reported.totalBytes.last / actual.total_heap_size - 1));
    }
    const { source, timerBecause } = sampler.heap();
    return source === 'v8' ? { used, total } : { used, total, because: timerBecause };
  } finally {
    sampler.stop();
  }
}

/** @param {number} repeats */
function heapFigures(repeats) {
  const { used, total, because } = compareHeap(repeats);
  if (because !== undefined) {
    const reason = `V8 does not report its heap here: ${because}`;
    return [absent('heapUsedDifferenceRatio', 'ratio', reason, atMost(0.05))];
  }
  return [
    worst('heapUsedDifferenceRatio', 'ratio', used, atMost(0.05)),
    worst('heapTotalDifferenceRatio', 'ratio', total, atMost(0.05)),
  ];
}

/** @param {import('../sections.mjs').SectionContext} context */
export async function measure({ plan, programs, machine }) {
  const actor = new MemoryActor(programs['memory-actor']);
  try {
    const differences = [];
    for (const pages of PAGES.slice(0, plan.truth.repeats)) {
      await actor.touch(pages);
      await actor.burn(plan.truth.burnMs);
      differences.push(await compareAtRest(actor, machine.pageBytes));
    }
    const each = (key) => differences.map((difference) => difference[key]);
    return [
      worst('residentDifferencePages', 'pages', each('rssPages'), atMost(1)),
      worst('anonDifferencePages', 'pages', each('anonPages'), atMost(1)),
      worst('faultsDifference', 'count', each('faults'), atMost(0)),
      worst('cpuTimeDifferenceRatio', 'ratio', each('cpuRatio'), atMost(0.01)),
      ...heapFigures(plan.truth.repeats),
    ];
  } finally {
    await actor.end();
  }
}
