import { createSampler } from '@loadcell/native';
import { setTimeout as delay } from 'node:timers/promises';
import { nowNs } from '../clock.mjs';
import { KernelAccount } from '../kernel-account.mjs';
import { MemoryActor } from '../memory-actor.mjs';
import { absent, atMost, worst } from '../report/figure.mjs';

const PERIOD_NS = 1_000_000;
const NO_COLUMN = 'the addon has no column for it yet';
/** Odd numbers of pages, so that rounding to anything larger than a page would show. */
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
      absent('heapDifferenceRatio', 'ratio', NO_COLUMN, atMost(0.05)),
    ];
  } finally {
    await actor.end();
  }
}
