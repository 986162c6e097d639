import { sumInflation } from '../../stats/dependence/sum-inflation.ts';

/** Values in order of arrival, each good or bad for a criterion on a percentile or share. */
export interface BadValues {
  /** 1 where a value is bad. */
  readonly flags: Uint8Array;
  /** Number of values of each request, in order; one each when absent. */
  readonly perRequest?: Uint32Array;
}

/** Number of bad values, and their weight as evidence. */
export interface BadCount {
  readonly bad: number;
  readonly count: number;
  /** Effective number of independent values; at most `count`. */
  readonly effective: number;
}

/**
 * Factor on the excess inflation where fewer values are bad than allowed: dependence then is estimated from few bad values,
 * and is too low exactly when a wave was missed. In simulations of waves, coverage is 92% or more where 95% is stated and the values
 * are worth 300. For values worth 60 with rare bursts, coverage is 82%: no factor detects a burst that did not happen.
 */
const CAUTION = 1.75;

/** The number of bad values. */
export function countBad({ flags }: BadValues): number {
  let bad = 0;
  for (const flag of flags) bad += flag;
  return bad;
}

/**
 * Effective number of independent values of a share: fewer than the actual number where bad values come in waves, or
 * several in one request.
 * @param isCautious whether the observed share of bad values is below the allowed one
 */
export function effectiveCount(values: BadValues, isCautious: boolean): number {
  const count = values.flags.length;
  const share = countBad(values) / count;
  const variance = count * share * (1 - share);
  const residuals = residualsOf(values, share);
  if (variance === 0) return residuals.length;
  let square = 0;
  for (const residual of residuals) square += residual * residual;
  const inflation = Math.max(1, (square / variance) * sumInflation(residuals));
  return count / (1 + (isCautious ? CAUTION : 1) * (inflation - 1));
}

/** Bad values of each request beyond their expectation. */
function residualsOf({ flags, perRequest }: BadValues, share: number): Float64Array {
  const residuals = new Float64Array(perRequest?.length ?? flags.length);
  let next = 0;
  for (let request = 0; request < residuals.length; request += 1) {
    const size = perRequest?.[request] ?? 1;
    let bad = 0;
    for (const end = next + size; next < end; next += 1) bad += flags[next] ?? 0;
    residuals[request] = bad - share * size;
  }
  return residuals;
}
