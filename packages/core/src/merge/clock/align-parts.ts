import { offsetAt, type ClockLine } from '../../stats/clock/clock-line.ts';
import type { ClockAlignment } from '../../stream/events/fleet-event.ts';
import { isLoader, type MergePart } from '../part/merge-part.ts';

/** A part, and how its stamps move to the clock of the merged run. */
export interface AlignedPart extends MergePart {
  readonly line: ClockLine;
  readonly clock: ClockAlignment;
}

/**
 * Wall clocks at zero of the same clock differ by less than this, ms: by steps and slews during the runs. Those of another time
 * namespace, whose CLOCK_MONOTONIC is shifted on the same boot, differ by more.
 */
const SAME_CLOCK_MS = 100;

/**
 * Aligns the clocks of all machines: by exchanges with the coordinator, whose clock is the reference then. A machine without
 * exchanges has the clock of another one of the same boot, or else is aligned by wall clocks, with unknown error. Without any
 * exchange, the first machine that sends load is the reference.
 */
export function alignParts(parts: readonly MergePart[]): AlignedPart[] {
  const fitted = parts.map(byExchanges);
  const known = fitted.filter((part) => part !== undefined);
  const first = parts.find(isLoader) ?? parts[0];
  if (first === undefined) return [];
  const references = known.length > 0 ? known : [asReference(first)];
  return parts.map((part, index) => {
    const own = fitted[index] ?? references.find(({ path }) => path === part.path);
    return own ?? bySameClock(part, references) ?? byWallClock(part, references);
  });
}

function byExchanges(part: MergePart): AlignedPart | undefined {
  const { exchanged } = part;
  if (exchanged === undefined) return undefined;
  return aligned(part, exchanged, { source: 'exchanges', boundNs: exchanged.boundNs });
}

function asReference(part: MergePart): AlignedPart {
  const line = { atNs: part.beganNs, offsetNs: 0, drift: 0 };
  return aligned(part, line, { source: 'reference', boundNs: 0 });
}

function bySameClock(part: MergePart, references: readonly AlignedPart[]): AlignedPart | undefined {
  const same = references.find(
    ({ bootId, clockEpochMs }) =>
      bootId !== undefined &&
      bootId === part.bootId &&
      Math.abs(clockEpochMs - part.clockEpochMs) < SAME_CLOCK_MS,
  );
  if (same === undefined) return undefined;
  return aligned(part, same.line, { source: 'same-clock', boundNs: same.clock.boundNs });
}

/** @param references at least one */
function byWallClock(part: MergePart, references: readonly AlignedPart[]): AlignedPart {
  const reference = references.find(isLoader) ?? references[0];
  const betweenNs =
    reference === undefined ? 0 : (part.clockEpochMs - reference.clockEpochMs) * 1e6;
  const atNs = part.beganNs;
  const onNs = reference === undefined ? 0 : offsetAt(reference.line, atNs + betweenNs);
  const line = { atNs, offsetNs: betweenNs + onNs, drift: 0 };
  return aligned(part, line, { source: 'wall-clock', boundNs: Number.NaN });
}

function aligned(
  part: MergePart,
  line: ClockLine,
  { source, boundNs }: Pick<ClockAlignment, 'source' | 'boundNs'>,
): AlignedPart {
  const offsetNs = offsetAt(line, part.beganNs);
  return { ...part, line, clock: { source, offsetNs, driftPpm: line.drift * 1e6, boundNs } };
}

/** By how much a record of a machine moves: a whole number, so that distances between stamps of one record stay exact. */
export function moveNs({ line }: Pick<AlignedPart, 'line'>, atNs: number): number {
  return Math.round(offsetAt(line, atNs));
}
