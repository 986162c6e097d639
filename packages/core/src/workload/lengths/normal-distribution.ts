/** Share of the standard normal distribution below a value, within 1.2e-7 of it: the complementary error function by Chebyshev. */
export function normalBelow(value: number): number {
  const distance = Math.abs(value) / Math.SQRT2;
  const t = 1 / (1 + distance / 2);
  const series = TAIL.reduceRight((sum, coefficient) => sum * t + coefficient, 0);
  const tail = (t * Math.exp(series - distance * distance)) / 2;
  return value < 0 ? tail : 1 - tail;
}

/** Coefficients of the tail, constant first (Numerical Recipes, erfc). */
const TAIL = [
  -1.26551223, 1.00002368, 0.37409196, 0.09678418, -0.18628806, 0.27886807, -1.13520398, 1.48851587,
  -0.82215223, 0.17087277,
];

/** The value below which a share of the standard normal distribution is, within 1.2e-9 of it (Acklam). @param share above 0, below 1 */
export function normalQuantile(share: number): number {
  if (share < CENTRAL) return tailQuantile(Math.sqrt(-2 * Math.log(share)));
  if (share > 1 - CENTRAL) return -tailQuantile(Math.sqrt(-2 * Math.log(1 - share)));
  const from = share - 0.5;
  const square = from * from;
  return (from * polynomial(CENTER_ABOVE, square)) / polynomial(CENTER_BELOW, square);
}

/** From this share to its complement, the center has a fraction of its own. */
const CENTRAL = 0.02425;

const CENTER_ABOVE = [
  -3.969683028665376e1, 2.209460984245205e2, -2.759285104469687e2, 1.38357751867269e2,
  -3.066479806614716e1, 2.506628277459239,
];
const CENTER_BELOW = [
  -5.447609879822406e1, 1.615858368580409e2, -1.556989798598866e2, 6.680131188771972e1,
  -1.328068155288572e1, 1,
];
const TAIL_ABOVE = [
  -7.784894002430293e-3, -3.223964580411365e-1, -2.400758277161838, -2.549732539343734,
  4.374664141464968, 2.938163982698783,
];
const TAIL_BELOW = [
  7.784695709041462e-3, 3.224671290700398e-1, 2.445134137142996, 3.754408661907416, 1,
];

function tailQuantile(distance: number): number {
  return polynomial(TAIL_ABOVE, distance) / polynomial(TAIL_BELOW, distance);
}

/** A polynomial by its coefficients, the highest power first. */
function polynomial(coefficients: readonly number[], x: number): number {
  return coefficients.reduce((sum, coefficient) => sum * x + coefficient, 0);
}
