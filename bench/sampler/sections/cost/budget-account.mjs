import { setTimeout as delay } from 'node:timers/promises';
import { createSampler } from '@loadcell/native';
import { MemoryActor } from '../../memory-actor.mjs';

const PERIOD_NS = 1_000_000;
const PROCESSES = 200;
/** The budget checks its use every tenth of a second, and settles after a few checks. */
const SETTLE_MS = 500;

/**
 * What a sampler of 200 processes at 1 kHz with the default budget did, and what its account reports.
 * @typedef {object} BudgetAccount
 * @property {number} cpuUtilization of the sampling thread and the survey's together, once settled
 * @property {number} achievedHz by ticks
 * @property {number} rateReductions by the account, from the start
 * @property {number} longestPeriodMs by the account
 * @property {number} samplesPerTick
 */

/**
 * @param {string} program
 * @param {number} durationMs
 * @returns {Promise<BudgetAccount>}
 */
export async function measureBudget(program, durationMs) {
  const actor = new MemoryActor(program);
  try {
    await actor.family(PROCESSES - 1);
    const sampler = createSampler({ pid: actor.pid, tree: true, periodNs: PERIOD_NS });
    sampler.start();
    try {
      await delay(SETTLE_MS);
      const before = sampler.account();
      await delay(durationMs);
      const after = sampler.account();
      return accountBetween(before, after);
    } finally {
      sampler.stop();
    }
  } finally {
    await actor.end();
  }
}

/** CPU time of all native threads of a sampler. @param {import('@loadcell/native').SamplerTotals} totals */
const nativeCpuNs = (totals) => totals.cpuNs + (totals.survey?.cpuNs ?? 0);

/** @param {import('@loadcell/native').SamplerTotals} before @param {import('@loadcell/native').SamplerTotals} after */
function accountBetween(before, after) {
  const elapsedNs = after.lastAtNs - before.lastAtNs;
  const ticks = after.ticks - before.ticks;
  return {
    cpuUtilization: (nativeCpuNs(after) - nativeCpuNs(before)) / elapsedNs,
    achievedHz: (ticks / elapsedNs) * 1e9,
    rateReductions: after.rateReductions,
    longestPeriodMs: after.longestPeriodNs / 1e6,
    samplesPerTick: (after.sampleCount - before.sampleCount) / ticks,
  };
}
