/** Points of a line at x = 1, 2, 3…, each with noise. */
export function line(
  count: number,
  slope: number,
  level: number,
  noise: (index: number) => number,
) {
  const x = Array.from({ length: count }, (_, index) => index + 1);
  return { x, y: x.map((value, index) => level + slope * value + noise(index)) };
}
