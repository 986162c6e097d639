import type {
  ClientErrorBudget,
  ClientStampErrors,
} from '../../spec/quality/client-calibration.ts';
import { quantileOfSorted, sortAscending } from '../../stats/quantile.ts';
import type { Calibration } from '../../target/server/load/calibration.ts';

/** The quantiles that are reported of a calibration. */
export function stampErrors({ firstErrorNs, gapErrorNs }: Calibration): ClientStampErrors {
  return {
    firstTokenErrorMs: quantilesMs(firstErrorNs),
    gapErrorMs: quantilesMs(gapErrorNs.map(Math.abs)),
  };
}

function quantilesMs(errorsNs: Float64Array): { p50: number; p99: number } {
  const ascending = sortAscending(errorsNs);
  return {
    p50: quantileOfSorted(ascending, 0.5) / 1e6,
    p99: quantileOfSorted(ascending, 0.99) / 1e6,
  };
}

/** The larger of both errors in budgets: over 1 is too much; 0 where there is no budget. */
export function budgetsUsed(errors: ClientStampErrors, budget: ClientErrorBudget): number {
  return Math.max(
    shareOf(errors.firstTokenErrorMs.p99, budget.firstTokenMs),
    shareOf(errors.gapErrorMs.p99, budget.gapMs),
  );
}

function shareOf(errorMs: number, budgetMs: number): number {
  return Number.isNaN(budgetMs) ? 0 : errorMs / budgetMs;
}
