import type { SamplingQuality, SamplingBudget } from '../../spec/quality/sampling-quality.ts';
import type { PhaseStreams } from '../../stream/phase-streams.ts';

/**
 * The quality of sampling in a phase; undefined when nothing was sampled. Where a phase has several parts (its target was
 * restarted), counts are summed, rates are weighted by ticks and costs by samples; the worst lateness and the worst source
 * count: one JavaScript timer among native threads makes the source a timer.
 */
export function samplingQuality(phase: PhaseStreams): SamplingQuality | undefined {
  const parts = phase.events.flatMap((event) =>
    event.kind === 'sampling-quality' ? [event.quality] : [],
  );
  const [first] = parts;
  if (first === undefined || parts.length === 1) return first;
  const sum = (of: (part: SamplingQuality) => number): number =>
    parts.reduce((total, part) => total + of(part), 0);
  const worst = (of: (part: SamplingQuality) => number): number => Math.max(...parts.map(of));
  const sampleCount = sum((part) => part.sampleCount);
  const tickCount = sum((part) => part.tickCount);
  // The duration of a part: ticks over their rate.
  const seconds = sum((part) => part.tickCount / part.achievedHz);
  const { source, sourceReason } = parts.find((part) => part.source === 'javascript') ?? first;
  return {
    source,
    ...(sourceReason === undefined ? {} : { sourceReason }),
    requestedHz: worst((part) => part.requestedHz),
    achievedHz: tickCount / seconds,
    lowestHz: Math.min(...parts.map((part) => part.lowestHz)),
    rateReductions: sum((part) => part.rateReductions),
    processes: sum((part) => part.processes),
    sampleCount,
    tickCount,
    lateTicks: sum((part) => part.lateTicks),
    missedTicks: sum((part) => part.missedTicks),
    droppedSamples: sum((part) => part.droppedSamples),
    latenessUs: {
      p50: worst((part) => part.latenessUs.p50),
      p99: worst((part) => part.latenessUs.p99),
      max: worst((part) => part.latenessUs.max),
    },
    costPerSampleUs: sum((part) => part.costPerSampleUs * part.sampleCount) / sampleCount,
    ...budgetsOf(parts, seconds),
    samplerCpuUtilization:
      sum((part) => (part.samplerCpuUtilization * part.tickCount) / part.achievedHz) / seconds,
  };
}

/** The budget over several parts: the costliest reads, and the share of all time below the requested rate. */
function budgetsOf(
  parts: readonly SamplingQuality[],
  seconds: number,
): { budget?: SamplingBudget } {
  const budgets = parts.flatMap(({ budget, tickCount, achievedHz }) =>
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
