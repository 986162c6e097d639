import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** A seeded stream of random numbers: the same seed gives the same numbers, on every machine. */
export interface Random {
  /** At least 0, below 1. */
  fraction(): number;
  /** A whole number from 0 to `below - 1`. */
  index(below: number): number;
}

/** FNV-1a over the label, so that every use of a seed draws a separate stream. */
function mix(seed: number, label: string): number {
  let hash = 0x811c9dc5 ^ seed;
  for (let position = 0; position < label.length; position += 1) {
    hash = Math.imul(hash ^ label.charCodeAt(position), 0x01000193);
  }
  return hash | 0;
}

/**
 * Makes a random stream.
 * @param seed the run's seed
 * @param label purpose of the numbers; other labels draw independent streams
 */
export function createRandom(seed: number, label: string): Random {
  const generator = xoroshiro128plus(mix(seed, label));
  return {
    fraction: () => uniformFloat64(generator),
    index: (below) => uniformInt(generator, 0, below - 1),
  };
}
