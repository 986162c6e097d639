import { execFile } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { createSampler } from '@loadcell/native';
import { MemoryActor } from '../../memory-actor.mjs';

const run = promisify(execFile);
const PERIOD_NS = 1_000_000;
const UNCOUNTED_MS = 50;
const TOUCHED_PAGES = 256;
export const FAMILY_SIZE = 20;

/**
 * CPU time of one tick in microseconds, in one round.
 * @typedef {object} TickCosts
 * @property {number} wakeUp a loop that only wakes up
 * @property {number} bare one that reads one statm too
 * @property {number} one the sampling thread with one process
 * @property {number} oneMemoryOnly the same without the CPU clock of the process
 * @property {number} tree the sampling thread with a tree of processes
 * @property {number} treeMemoryOnly
 * @property {number} survey the survey's thread of that tree in the time of one tick
 */

/** @param {string} program @param {number} pid @param {number} ticks @param {'read' | 'wake up'} what */
async function bareTickUs(program, pid, ticks, what) {
  const options = [String(pid), String(PERIOD_NS), String(ticks), what === 'read' ? '1' : '0'];
  const { stdout } = await run(program, options);
  return Number(stdout) / 1e3 / ticks;
}

/**
 * @param {Omit<import('@loadcell/native').SamplerOptions, 'periodNs'>} options
 * @param {number} ticks
 */
async function nativeTick(options, ticks) {
  // Without a budget: a rate that was lowered would hide what the asked one costs.
  const sampler = createSampler({ cpuBudget: Infinity, ...options, periodNs: PERIOD_NS });
  sampler.start();
  try {
    await delay(UNCOUNTED_MS);
    const before = sampler.account();
    await delay((ticks * PERIOD_NS) / 1e6);
    const after = sampler.account();
    const passed = after.ticks - before.ticks;
    return {
      tickUs: (after.cpuNs - before.cpuNs) / 1e3 / passed,
      surveyUs: ((after.survey?.cpuNs ?? 0) - (before.survey?.cpuNs ?? 0)) / 1e3 / passed,
      samplesPerTick: (after.sampleCount - before.sampleCount) / passed,
    };
  } finally {
    sampler.stop();
  }
}

/** @param {number} pid @param {boolean} memoryOnly @param {number} ticks */
async function treeTick(pid, memoryOnly, ticks) {
  const tick = await nativeTick({ pid, tree: true, memoryOnly }, ticks);
  if (tick.samplesPerTick < FAMILY_SIZE - 0.5) {
    throw new Error(`${tick.samplesPerTick} of ${FAMILY_SIZE} processes were sampled in a tick.`);
  }
  return tick;
}

/**
 * @param {Record<string, string>} programs
 * @param {{ rounds: number, ticks: number }} plan
 * @returns {Promise<TickCosts[]>} one for each round
 */
export async function measureTickCosts(programs, { rounds, ticks }) {
  const bareLoop = programs['bare-loop'];
  const single = new MemoryActor(programs['memory-actor']);
  const family = new MemoryActor(programs['memory-actor']);
  try {
    await single.touch(TOUCHED_PAGES);
    await family.touch(TOUCHED_PAGES);
    await family.family(FAMILY_SIZE - 1);
    const { pid } = single;
    const measurements = [
      async () => ({ wakeUp: await bareTickUs(bareLoop, pid, ticks, 'wake up') }),
      async () => ({ one: (await nativeTick({ pid }, ticks)).tickUs }),
      async () => ({ bare: await bareTickUs(bareLoop, pid, ticks, 'read') }),
      async () => ({ oneMemoryOnly: (await nativeTick({ pid, memoryOnly: true }, ticks)).tickUs }),
      async () => {
        const { tickUs, surveyUs } = await treeTick(family.pid, false, ticks);
        return { tree: tickUs, survey: surveyUs };
      },
      async () => ({ treeMemoryOnly: (await treeTick(family.pid, true, ticks)).tickUs }),
    ];
    const results = [];
    for (let round = 0; round < rounds; round++) {
      const parts = [];
      // Each round begins with another one, so that a drift of the machine favours none.
      for (let turn = 0; turn < measurements.length; turn++) {
        parts.push(await measurements[(round + turn) % measurements.length]());
      }
      results.push(Object.assign({}, ...parts));
    }
    return results;
  } finally {
    await Promise.all([single.end(), family.end()]);
  }
}
