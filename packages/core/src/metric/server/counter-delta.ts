import type { ServerReadingAt } from './server-series.ts';

/** The increase of a counter; with `isReset` the counter restarted, so that the value is a lower bound. */
export interface CounterDelta {
  readonly value: number;
  readonly isReset: boolean;
}

/** A value, or the reason for its absence. */
export type Found<Value> =
  | { readonly kind: 'found'; readonly value: Value }
  | { readonly kind: 'absent'; readonly reason: string };

export const SEVERAL_SERVERS =
  'several servers respond at this address, so their counters alternate';

/**
 * The increase of a counter from its first reading to its last. It restarted where its value fell, or where a witness of
 * its start changed; the increase between the last reading and the restart is lost, and never counts as negative.
 * @param readings in order of time
 * @param witnesses start times of the process or the family, read with the values; may be empty
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

/** Whether a witness returned to an earlier value. */
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
