import type { ClientStampErrors } from '../../spec/quality/client-calibration.ts';
import type { ClientErrorBudget } from '../../spec/quality/client-error-budget.ts';
import { quantileOfSorted, sortAscending } from '../../stats/quantile.ts';
import type { Calibration } from '../../target/server/load/calibration.ts';

/** The reported quantiles of a calibration. */
export function stampErrors({ firstErrorNs, interTokenErrorNs }: Calibration): ClientStampErrors {
  return {
    firstTokenErrorMs: quantilesMs(firstErrorNs),
    gapErrorMs: quantilesMs(interTokenErrorNs.map(Math.abs)),
  };
}

function quantilesMs(errorsNs: Float64Array): { p50: number; p99: number } {
  const ascending = sortAscending(errorsNs);
  return {
    p50: quantileOfSorted(ascending, 0.5) / 1e6,
    p99: quantileOfSorted(ascending, 0.99) / 1e6,
  };
}

/** The larger of both errors as a multiple of its budget: above 1 is over budget; 0 without a budget. */
export function budgetsUsed(errors: ClientStampErrors, budget: ClientErrorBudget): number {
  return Math.max(
    shareOf(errors.firstTokenErrorMs.p99, budget.firstTokenMs),
    shareOf(errors.gapErrorMs.p99, budget.gapMs),
  );
}

function shareOf(errorMs: number, budgetMs: number): number {
  return Number.isNaN(budgetMs) ? 0 : errorMs / budgetMs;
}
