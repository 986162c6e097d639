import { readFileSync } from 'node:fs';
import { endianness } from 'node:os';

/** The units of /proc values. */
export interface ProcUnits {
  readonly pageBytes: number;
  readonly clockTickNs: number;
}

/** Keys of entries in the auxiliary vector: AT_PAGESZ and AT_CLKTCK of elf.h. */
const PAGE_SIZE_ENTRY = 6n;
const CLOCK_TICK_ENTRY = 17n;

/** Used if the vector has no value: correct on every 64-bit Linux with the usual pages. */
const USUAL: ProcUnits = { pageBytes: 4096, clockTickNs: 1e7 };

/** The units of this machine, from the auxiliary vector that the kernel passes at process start. */
export function readProcUnits(path = '/proc/self/auxv'): ProcUnits {
  const vector = readFileSync(path);
  const word = (at: number): bigint =>
    endianness() === 'LE' ? vector.readBigUInt64LE(at) : vector.readBigUInt64BE(at);
  let { pageBytes, clockTickNs } = USUAL;
  for (let at = 0; at + 16 <= vector.length; at += 16) {
    const value = Number(word(at + 8));
    if (word(at) === PAGE_SIZE_ENTRY) pageBytes = value;
    if (word(at) === CLOCK_TICK_ENTRY) clockTickNs = 1e9 / value;
  }
  return { pageBytes, clockTickNs };
}
