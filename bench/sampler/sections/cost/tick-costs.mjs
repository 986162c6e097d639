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
 * CPU time of one tick in one round, microseconds.
 * @typedef {object} TickCosts
 * @property {number} wakeUp a loop that only wakes up
 * @property {number} bare one that also reads one statm
 * @property {number} bareOfTwenty one that reads the statm of every process of the tree
 * @property {number} one the sampling thread with one process
 * @property {number} oneMemoryOnly the same without the CPU clock of the process
 * @property {number} tree the sampling thread with a tree of processes
 * @property {number} treeMemoryOnly
 * @property {number} survey the survey thread of that tree in the time of one tick
 */

/** @param {string} program @param {number} ticks @param {number[]} pids of the processes to read */
async function bareTickUs(program, ticks, pids) {
  const { stdout } = await run(program, [PERIOD_NS, ticks, ...pids].map(String));
  return Number(stdout) / 1e3 / ticks;
}

/**
 * @param {Omit<import('@loadcell/native').SamplerOptions, 'periodNs'>} options
 * @param {number} ticks
 */
async function nativeTick(options, ticks) {
  // Without a budget: a lowered rate would hide the cost of the requested one.
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
    throw new Error(`sampled ${tick.samplesPerTick} of ${FAMILY_SIZE} processes per tick`);
  }
  return tick;
}

/** Measures ticks of the compiled loop, of one process at rest and of a tree. */
export class TickBench {
  #bareLoop;
  #single;
  #family;
  /** @type {number[]} */
  #familyPids = [];

  /** @param {Record<string, string>} programs */
  constructor(programs) {
    this.#bareLoop = programs['bare-loop'];
    this.#single = new MemoryActor(programs['memory-actor']);
    this.#family = new MemoryActor(programs['memory-actor']);
  }

  async prepare() {
    await this.#single.touch(TOUCHED_PAGES);
    await this.#family.touch(TOUCHED_PAGES);
    this.#familyPids = [this.#family.pid, ...(await this.#family.family(FAMILY_SIZE - 1))];
  }

  async end() {
    await Promise.all([this.#single.end(), this.#family.end()]);
  }

  /**
   * @param {number} ticks of each measurement
   * @param {number} round each round starts with another measurement, so that a drift of the machine favors none
   * @returns {Promise<TickCosts>}
   */
  async measure(ticks, round) {
    const measurements = this.#measurements(ticks);
    const parts = [];
    for (let turn = 0; turn < measurements.length; turn++) {
      parts.push(await measurements[(round + turn) % measurements.length]());
    }
    return Object.assign({}, ...parts);
  }

  /** @param {number} ticks */
  #measurements(ticks) {
    const bareLoop = this.#bareLoop;
    const { pid } = this.#single;
    const treePid = this.#family.pid;
    return [
      async () => ({ wakeUp: await bareTickUs(bareLoop, ticks, []) }),
      async () => ({ one: (await nativeTick({ pid }, ticks)).tickUs }),
      async () => ({ bare: await bareTickUs(bareLoop, ticks, [pid]) }),
      async () => ({ bareOfTwenty: await bareTickUs(bareLoop, ticks, this.#familyPids) }),
      async () => ({ oneMemoryOnly: (await nativeTick({ pid, memoryOnly: true }, ticks)).tickUs }),
      async () => {
        const { tickUs, surveyUs } = await treeTick(treePid, false, ticks);
        return { tree: tickUs, survey: surveyUs };
      },
      async () => ({ treeMemoryOnly: (await treeTick(treePid, true, ticks)).tickUs }),
    ];
  }
}
