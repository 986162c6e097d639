import type { PackedNumbers } from './page-data.ts';

/** Maximum bytes per difference: 54 bits, 7 per byte. */
const MAX_BYTES = 8;

/**
 * Packs numbers as differences of whole multiples of a quantum. Each difference is zigzag-encoded, raised by one (0 is
 * a missing value) and written in 7 bits per byte, lowest first. Similar neighbors take a byte or two.
 * @param quantum the resolution: numbers are rounded to it, and must stay below 2^52 quanta
 */
export function packNumbers(values: ArrayLike<number>, quantum: number): PackedNumbers {
  const bytes = new Uint8Array(values.length * MAX_BYTES);
  let length = 0;
  let before = 0;
  for (let index = 0; index < values.length; index += 1) {
    const value = values[index] ?? Number.NaN;
    let code = 0;
    if (Number.isFinite(value)) {
      const steps = Math.round(value / quantum);
      const difference = steps - before;
      code = (difference < 0 ? -2 * difference - 1 : 2 * difference) + 1;
      before = steps;
    }
    while (code >= 128) {
      bytes[length] = (code % 128) + 128;
      length += 1;
      code = Math.floor(code / 128);
    }
    bytes[length] = code;
    length += 1;
  }
  const base64 = Buffer.from(bytes.buffer, 0, length).toString('base64');
  return { count: values.length, quantum, base64 };
}

/** Quanta of memory: pages, kibibytes, bytes. */
const MEMORY_QUANTA = [4096, 1024, 1] as const;

/** Packs bytes without loss, in the largest unit that divides all of them. */
export function packBytes(values: ArrayLike<number>): PackedNumbers {
  const quantum = MEMORY_QUANTA.find((one) => areMultiples(values, one)) ?? 1;
  return packNumbers(values, quantum);
}

function areMultiples(values: ArrayLike<number>, quantum: number): boolean {
  for (let index = 0; index < values.length; index += 1) {
    const value = values[index] ?? Number.NaN;
    if (Number.isFinite(value) && value % quantum !== 0) return false;
  }
  return true;
}

/** Packs times in milliseconds, with microsecond resolution. */
export function packTimesMs(values: ArrayLike<number>): PackedNumbers {
  return packNumbers(values, 0.001);
}
