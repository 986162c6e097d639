import type { ClockExchange } from './clock-exchange.ts';
import { MOST_DRIFT, offsetAt, type ClockLine, type ClockRange } from './clock-line.ts';

/** A limit of the error of a line at a time of the own clock, nanoseconds. */
interface Limit {
  readonly atNs: number;
  readonly errorNs: number;
}

/**
 * The largest error of a line over a range of the own clock: what no exchange contradicts, for another clock that runs at a
 * constant rate. As a rate may change, it is at least what the best exchange of each part leaves open, and wider by the
 * residual: by how much the line is outside of the worst exchange.
 * @param parts the quickest exchanges of each part of the time, at least one
 * @param all every exchange
 * @param range from the first question or earlier, to the last reply or later
 */
export function largestErrorNs(
  line: ClockLine,
  parts: readonly (readonly ClockExchange[])[],
  all: readonly ClockExchange[],
  { fromNs, toNs }: ClockRange,
): number {
  const exchanges = parts.flat();
  const highest = exchanges.map((one) => highestOf(line, one));
  const lowest = exchanges.map((one) => lowestOf(line, one));
  // The error changes evenly, so it is largest at an end of the range.
  const atEnds = [fromNs, toNs].flatMap((atNs) => [
    errorUpTo(atNs, highest, lowest),
    errorUpTo(atNs, lowest.map(negated), highest.map(negated)),
  ]);
  const ofParts = parts.map((part) =>
    part.reduce(
      (least, one) =>
        Math.min(least, Math.max(highestOf(line, one).errorNs, -lowestOf(line, one).errorNs)),
      Infinity,
    ),
  );
  const residualNs = all.reduce(
    (most, one) => Math.max(most, -highestOf(line, one).errorNs, lowestOf(line, one).errorNs),
    0,
  );
  return Math.max(0, ...atEnds, ...ofParts) + residualNs;
}

/** The other clock had been read when the reply arrived: so far can the line be ahead of it. */
function highestOf(line: ClockLine, { remoteNs, receivedNs }: ClockExchange): Limit {
  return { atNs: receivedNs, errorNs: offsetAt(line, receivedNs) - (remoteNs - receivedNs) };
}

/** The other clock had not been read when the question was sent: so far can the line be behind it, negative. */
function lowestOf(line: ClockLine, { sentNs, remoteNs }: ClockExchange): Limit {
  return { atNs: sentNs, errorNs: offsetAt(line, sentNs) - (remoteNs - sentNs) };
}

function negated({ atNs, errorNs }: Limit): Limit {
  return { atNs, errorNs: -errorNs };
}

/**
 * The largest error at an end of the range that all limits allow. It is where two limits meet: the error is at most one of
 * `highest` nearer to the end, and at least one of `lowest` farther away, which limits how it can grow between and beyond them.
 */
function errorUpTo(atNs: number, highest: readonly Limit[], lowest: readonly Limit[]): number {
  let upToNs = Infinity;
  for (const near of highest) {
    const nearNs = Math.abs(atNs - near.atNs);
    // Two rates, each within the limit.
    let growth = 2 * MOST_DRIFT;
    for (const far of lowest) {
      const betweenNs = Math.abs(atNs - far.atNs) - nearNs;
      if (betweenNs > 0) growth = Math.min(growth, (near.errorNs - far.errorNs) / betweenNs);
    }
    upToNs = Math.min(upToNs, near.errorNs + growth * nearNs);
  }
  return upToNs;
}
