import { sumInflation } from '../../stats/dependence/sum-inflation.ts';

/** Values in order of arrival, as criteria on percentiles and shares count them: each is good or bad. */
export interface BadValues {
  /** 1 where a value is bad. */
  readonly flags: Uint8Array;
  /** Values of each request, in order; one each when absent. */
  readonly perRequest?: Uint32Array;
}

/** How many are bad, and what that is worth as evidence. */
export interface BadCount {
  readonly bad: number;
  readonly count: number;
  /** So many independent values would be as sure: at most `count`. */
  readonly effective: number;
}

/**
 * Where fewer are bad than allowed, dependence is estimated from few bad ones and too low just when a wave was missed: the
 * excess is taken so many times. By simulation of waves, to hold 92% or more where 95% is stated and the values are worth 300.
 * Of values worth 60 that are slow in rare bursts it holds 82%: no caution sees a burst that did not come.
 */
const CAUTION = 1.75;

/** How many values are bad. */
export function countBad({ flags }: BadValues): number {
  let bad = 0;
  for (const flag of flags) bad += flag;
  return bad;
}

/**
 * So many independent values would be as sure of a share as these: fewer where bad ones come in waves, or several in one
 * request.
 * @param isCautious where the share of bad values seen is below the one allowed
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
