const LEVELS = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const;

/** A share of the highest value below which differences are noise of the eye: the line is drawn flat. */
const FLAT_SHARE = 0.001;

/** Values as a line of blocks from the lowest to the highest of them; a space where there is none. */
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
