import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { RandomGenerator } from 'pure-rand/types/RandomGenerator';
import { twoSidedQuantile } from './student-t.ts';

/** Probability that the largest of several t values, of figures of the same runs, exceeds the common level. */
export interface JointT {
  /**
   * @param level significance level of each t value
   * @param members indexes of those that count
   * @returns probability that any of them exceeds it without a difference: from `level`, with full correlation, to their
   * number times that
   */
  chanceOfAny(level: number, members: readonly number[]): number;
}

/** Enough that a level of 5% is known to about a thirtieth of itself, which moves a bound of t by less than 1%. */
const DRAWS = 20_000;

function dot(one: readonly number[], other: readonly number[]): number {
  return one.reduce((sum, value, index) => sum + value * (other[index] ?? 0), 0);
}

function toUnitLength(values: readonly number[]): number[] {
  const length = Math.sqrt(dot(values, values));
  return values.map((value) => value / length);
}

/**
 * Shrinkage of correlations estimated from few runs (Schäfer and Strimmer 2005): complete where they are
 * no larger than those of independent figures, negligible where all are close to 1.
 */
function shrinkageOf(columns: readonly (readonly number[])[], degreesOfFreedom: number): number {
  let uncertain = 0;
  let squares = 0;
  for (const [index, column] of columns.entries()) {
    for (const other of columns.slice(0, index)) {
      const square = dot(column, other) ** 2;
      uncertain += (1 - square) ** 2 / degreesOfFreedom;
      squares += square;
    }
  }
  return squares === 0 ? 1 : Math.min(1, uncertain / squares);
}

/** Fills it with normal deviates, in pairs (Box and Muller). */
function fillWithNormals(values: Float64Array, generator: RandomGenerator): void {
  for (let index = 0; index < values.length; index += 2) {
    const radius = Math.sqrt(-2 * Math.log(1 - uniformFloat64(generator)));
    const angle = 2 * Math.PI * uniformFloat64(generator);
    values[index] = radius * Math.cos(angle);
    // Beyond the end of an odd number it is dropped.
    values[index + 1] = radius * Math.sin(angle);
  }
}

/** The t value of each column in each draw, without its sign: draw after draw. */
function drawTs(
  columns: readonly (readonly number[])[],
  degreesOfFreedom: number,
  seed: number,
): Float64Array {
  const generator = xoroshiro128plus(seed);
  const shrinkage = shrinkageOf(columns, degreesOfFreedom);
  const [shared, own] = [Math.sqrt(1 - shrinkage), Math.sqrt(shrinkage)];
  const weights = columns.map((column) => Float64Array.from(column, (rest) => shared * rest));
  const count = columns.length;
  const noise = new Float64Array(columns[0]?.length ?? 0);
  const figures = new Float64Array(count);
  const squares = new Float64Array(count);
  const ts = new Float64Array(DRAWS * count);
  const drawFigures = (): void => {
    fillWithNormals(noise, generator);
    fillWithNormals(figures, generator);
    for (const [index, weight] of weights.entries()) {
      let sum = own * (figures[index] ?? 0);
      for (let run = 0; run < noise.length; run += 1) {
        sum += (weight[run] ?? 0) * (noise[run] ?? 0);
      }
      figures[index] = sum;
    }
  };
  for (let draw = 0; draw < DRAWS; draw += 1) {
    squares.fill(0);
    for (let degree = 0; degree < degreesOfFreedom; degree += 1) {
      drawFigures();
      for (let index = 0; index < count; index += 1) {
        squares[index] = (squares[index] ?? 0) + (figures[index] ?? 0) ** 2;
      }
    }
    drawFigures();
    for (let index = 0; index < count; index += 1) {
      const error = Math.sqrt((squares[index] ?? 0) / degreesOfFreedom);
      ts[draw * count + index] = Math.abs(figures[index] ?? 0) / error;
    }
  }
  return ts;
}

/**
 * Simulates the t values of several figures of the same runs without a difference. Correlated figures, such as a rate of
 * requests and their latency in a closed loop, exceed a bound together or not at all, so that each can have a lower bound
 * than independent figures. The multivariate t distribution, with the correlations of the residuals of each
 * run (Hothorn, Bretz and Westfall 2008), shrunk by their uncertainty.
 * @param rests residuals of each figure by run, in the same order of runs; no figure has only zeros
 * @param degreesOfFreedom a whole number; from 4 on, or correlations of chance pass for real ones
 */
export function simulateJointT(
  rests: readonly (readonly number[])[],
  degreesOfFreedom: number,
  seed: number,
): JointT {
  const ts = drawTs(rests.map(toUnitLength), degreesOfFreedom, seed);
  return {
    chanceOfAny: (level, members) => {
      const bound = twoSidedQuantile(level, degreesOfFreedom);
      let count = 0;
      for (let row = 0; row < ts.length; row += rests.length) {
        if (members.some((member) => (ts[row + member] ?? 0) >= bound)) count += 1;
      }
      return count / DRAWS;
    },
  };
}
