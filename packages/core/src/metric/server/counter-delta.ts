import type { ServerReadingAt } from './server-series.ts';

/** What a counter gained; `isReset` where it began again, so that it gained at least that. */
export interface CounterDelta {
  readonly value: number;
  readonly isReset: boolean;
}

/** A figure or why there is none. */
export type Found<Value> =
  | { readonly kind: 'found'; readonly value: Value }
  | { readonly kind: 'absent'; readonly reason: string };

export const SEVERAL_SERVERS = 'several servers answer at this address: their counters alternate';

/**
 * What a counter gained from its first reading to its last. It began again where its value fell, or where the witness of
 * its beginning moved; what it had gained before that and after the last reading is lost, and never taken as negative.
 * @param readings in order of time
 * @param witnesses when the process or the family began, read with the values; may be empty
 */
export function counterDelta(
  readings: readonly ServerReadingAt[],
  witnesses: readonly (readonly ServerReadingAt[])[] = [],
): Found<CounterDelta> {
  if (witnesses.some(alternates)) return { kind: 'absent', reason: SEVERAL_SERVERS };
  let gained = 0;
  let falls = 0;
  let isReset = false;
  for (const [index, { value, atNs }] of readings.entries()) {
    const before = readings[index - 1];
    if (before === undefined) continue;
    const hasFallen = value < before.value;
    const hasBegun = hasFallen || witnesses.some((one) => movedBetween(one, before.atNs, atNs));
    if (hasFallen) falls += 1;
    isReset ||= hasBegun;
    gained += hasBegun ? value : value - before.value;
  }
  if (falls > 1) return { kind: 'absent', reason: SEVERAL_SERVERS };
  return { kind: 'found', value: { value: gained, isReset } };
}

/** Whether a witness came back to a value that it had left. */
function alternates(witness: readonly ServerReadingAt[]): boolean {
  const left = new Set<number>();
  let current: number | undefined;
  for (const { value } of witness) {
    if (value === current) continue;
    if (left.has(value)) return true;
    if (current !== undefined) left.add(current);
    current = value;
  }
  return false;
}

function movedBetween(witness: readonly ServerReadingAt[], fromNs: number, toNs: number): boolean {
  const before = witness.findLast(({ atNs }) => atNs <= fromNs);
  const after = witness.findLast(({ atNs }) => atNs <= toNs);
  return before !== undefined && after !== undefined && before.value !== after.value;
}
