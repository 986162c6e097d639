import type { SamplingAccount, SamplingBudget } from '../../spec/account/sampling-account.ts';
import type { PhaseStreams } from '../../stream/phase-streams.ts';

/**
 * The sampler's account of a phase; undefined when nothing was sampled. Where a phase has several (its target was
 * restarted), counts are added up, rates are weighted by ticks, costs by samples, and of lateness the worst counts,
 * as it does of sources: one timer among native threads makes it a timer's.
 */
export function samplingAccount(phase: PhaseStreams): SamplingAccount | undefined {
  const accounts = phase.events.flatMap((event) =>
    event.kind === 'sampler-account' ? [event.account] : [],
  );
  const [first] = accounts;
  if (first === undefined || accounts.length === 1) return first;
  const sum = (of: (account: SamplingAccount) => number): number =>
    accounts.reduce((total, account) => total + of(account), 0);
  const worst = (of: (account: SamplingAccount) => number): number => Math.max(...accounts.map(of));
  const sampleCount = sum((account) => account.sampleCount);
  const tickCount = sum((account) => account.tickCount);
  // The time that an account spans: ticks over their rate.
  const seconds = sum((account) => account.tickCount / account.achievedHz);
  const { source, sourceReason } =
    accounts.find((account) => account.source === 'javascript') ?? first;
  return {
    source,
    ...(sourceReason === undefined ? {} : { sourceReason }),
    requestedHz: worst((account) => account.requestedHz),
    achievedHz: tickCount / seconds,
    lowestHz: Math.min(...accounts.map((account) => account.lowestHz)),
    rateReductions: sum((account) => account.rateReductions),
    processes: sum((account) => account.processes),
    sampleCount,
    tickCount,
    lateTicks: sum((account) => account.lateTicks),
    missedTicks: sum((account) => account.missedTicks),
    droppedSamples: sum((account) => account.droppedSamples),
    latenessUs: {
      p50: worst((account) => account.latenessUs.p50),
      p99: worst((account) => account.latenessUs.p99),
      max: worst((account) => account.latenessUs.max),
    },
    costPerSampleUs: sum((account) => account.costPerSampleUs * account.sampleCount) / sampleCount,
    ...budgetsOf(accounts, seconds),
    samplerCpuUtilization:
      sum((account) => (account.samplerCpuUtilization * account.tickCount) / account.achievedHz) /
      seconds,
  };
}

/** The budgets of several accounts: the costliest reads, and the time below the rate over all of the time. */
function budgetsOf(
  accounts: readonly SamplingAccount[],
  seconds: number,
): { budget?: SamplingBudget } {
  const budgets = accounts.flatMap(({ budget, tickCount, achievedHz }) =>
    budget === undefined ? [] : [{ ...budget, seconds: tickCount / achievedHz }],
  );
  if (budgets.length === 0) return {};
  return {
    budget: {
      share: Math.min(...budgets.map(({ share }) => share)),
      neededShare: Math.max(...budgets.map(({ neededShare }) => neededShare)),
      costPerTickUs: Math.max(...budgets.map(({ costPerTickUs }) => costPerTickUs)),
      slowedRatio: budgets.reduce((sum, one) => sum + one.slowedRatio * one.seconds, 0) / seconds,
    },
  };
}
