import type { SamplerTotals } from '@loadcell/native';
import type { SamplingQuality, SamplingBudget } from '../spec/quality/sampling-quality.ts';

/** The account of a native sampler. @param requestedHz requested rate, per second */
export function accountOf(totals: SamplerTotals, requestedHz: number): SamplingQuality {
  const elapsedNs = totals.lastAtNs - totals.startedAtNs;
  const surveyCpuNs = totals.survey?.cpuNs ?? 0;
  return {
    source: 'native',
    requestedHz,
    achievedHz: (totals.ticks - 1) / (elapsedNs / 1e9),
    lowestHz: 1e9 / totals.longestPeriodNs,
    rateReductions: totals.rateReductions,
    processes: totals.processes.found,
    sampleCount: totals.sampleCount,
    tickCount: totals.ticks,
    lateTicks: totals.lateTicks,
    missedTicks: totals.missedTicks,
    droppedSamples: totals.droppedSamples,
    latenessUs: {
      p50: totals.latenessP50Ns / 1e3,
      p99: totals.latenessP99Ns / 1e3,
      max: totals.latenessMaxNs / 1e3,
    },
    costPerSampleUs: totals.cpuNs / 1e3 / totals.sampleCount,
    samplerCpuUtilization: (totals.cpuNs + surveyCpuNs) / elapsedNs,
    ...(Number.isFinite(totals.cpuBudget) ? { budget: budgetOf(totals, elapsedNs) } : {}),
  };
}

function budgetOf(totals: SamplerTotals, elapsedNs: number): SamplingBudget {
  const { costliestTickNs, periodNs, samplingShare, cpuBudget, slowedNs } = totals;
  return {
    share: cpuBudget,
    neededShare: costliestTickNs / periodNs / samplingShare,
    costPerTickUs: costliestTickNs / 1e3,
    slowedRatio: slowedNs / elapsedNs,
  };
}
