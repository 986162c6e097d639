import type { StageTotals } from '../../../phase/stage/sync/stage-sync.ts';

function sumOf(all: readonly StageTotals[], of: (one: StageTotals) => number): number {
  return all.reduce((sum, one) => sum + of(one), 0);
}

/** How a stage went over all workers. Rates add; a worker that measured nothing adds none. */
export function sumTotals(all: readonly StageTotals[]): StageTotals {
  const rates = all.map((one) => one.requestsPerSecond).filter((rate) => !Number.isNaN(rate));
  const endedBy = all.find((one) => one.endedBy !== undefined)?.endedBy;
  return {
    measured: sumOf(all, (one) => one.measured),
    good: sumOf(all, (one) => one.good),
    abandoned: sumOf(all, (one) => one.abandoned),
    requestsPerSecond: rates.length === 0 ? Number.NaN : rates.reduce((sum, rate) => sum + rate, 0),
    ...(endedBy === undefined ? {} : { endedBy }),
  };
}
