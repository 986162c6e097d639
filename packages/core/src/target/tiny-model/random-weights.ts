import { toHalfFloatBits } from './half-float.ts';

const TABLE_BITS = 12;
const TABLE_SIZE = 1 << TABLE_BITS;
const TABLE_MASK = TABLE_SIZE - 1;

/** Writes pseudo-random half-precision weights; integer arithmetic only, so every machine writes the same. */
export interface WeightSource {
  /** Fills `weights` with values uniform in ±`bound`. */
  writeUniform(weights: Uint16Array, bound: number): void;
}

/** A generator that depends only on `seed` (not 0): Marsaglia's 32-bit xorshift, two table lookups per step. */
export function createWeightSource(seed: number): WeightSource {
  let state = seed | 0;
  return {
    writeUniform(weights, bound) {
      const table = makeUniformTable(bound);
      let x = state;
      for (let index = 0; index < weights.length; index += 2) {
        x ^= x << 13;
        x ^= x >>> 17;
        x ^= x << 5;
        weights[index] = table[x & TABLE_MASK] ?? 0;
        // At the end of an odd length, typed arrays ignore this store.
        weights[index + 1] = table[(x >>> (32 - TABLE_BITS)) & TABLE_MASK] ?? 0;
      }
      state = x;
    },
  };
}

/** Half-precision bits of `TABLE_SIZE` values spread evenly over ±`bound`, all nonzero. */
function makeUniformTable(bound: number): Uint16Array {
  return Uint16Array.from({ length: TABLE_SIZE }, (_, index) =>
    toHalfFloatBits(bound * ((2 * index + 1) / TABLE_SIZE - 1)),
  );
}
