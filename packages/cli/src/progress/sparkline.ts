const LEVELS = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const;

/** Differences below this share of the highest value are drawn as a flat line. */
const FLAT_SHARE = 0.001;

/** Values as a line of blocks, scaled from the lowest to the highest; a space for a missing value. */
export function sparkline(values: Iterable<number>): string {
  const all = [...values];
  const known = all.filter((value) => !Number.isNaN(value));
  const low = Math.min(...known);
  const high = Math.max(...known);
  const isFlat = high - low <= Math.abs(high) * FLAT_SHARE;
  return all
    .map((value) => {
      if (Number.isNaN(value)) return ' ';
      const share = isFlat ? 0 : (value - low) / (high - low);
      return LEVELS[Math.min(LEVELS.length - 1, Math.floor(share * LEVELS.length))] ?? ' ';
    })
    .join('');
}
