import { theilSen } from '../../../stats/theil-sen.ts';
import { quantileOfSorted, sortAscending } from '../../../stats/quantile.ts';
import { TimeBins } from '../../../stats/time-bins.ts';
import type { StageEnding } from '../../../stream/stage/stage-ending.ts';
import type { PhaseRequest } from '../../phase-journal.ts';

/** Time of the first look, ms. */
const LEAST_MS = 10_000;

/**
 * Shares of the time that are left out at the beginning, each for a separate test: the server fills at first, and a ramp
 * passes its capacity late.
 */
const LEFT_OUT = [0.25, 0.5, 0.75] as const;

/** The server fills for this multiple of the latency of its first requests. */
const FILLING_TIMES = 4;

/** Requests from which that latency is taken. */
const FIRST_REQUESTS = 8;

/** The time grows by this factor from look to look, which keeps their number low. */
const LOOK_FACTOR = 1.1;

/** Bins that a series needs. */
const LEAST_BINS = 20;

/** Initial width of a bin, ms. */
const BIN_MS = 100;

/** Smallest factor between the levels at both ends that counts as a rise. */
const RISES_BY = 2;

/**
 * Standard deviations by which requests in flight must rise: on a server that is exactly saturated they are a random walk of
 * arrivals and responses, with the variance of twice as many independent arrivals.
 */
const DEVIATIONS = 4;

/** The rise that a test found. */
type Found = Pick<Extract<StageEnding, { kind: 'saturated' }>, 'inFlight' | 'ttftMs' | 'spanMs'>;

/**
 * Looks for over-saturation, as guidellm does: the server cannot keep up with the request rate, so requests in flight and
 * TTFT both rise as long as the stage lasts. Each must rise significantly (the interval of a Theil-Sen slope, widened for
 * autocorrelation, is above 0) and double, and requests in flight must rise by more than chance explains.
 */
export class OverSaturation {
  readonly #inFlight = new TimeBins(BIN_MS);
  readonly #ttft = new TimeBins(BIN_MS);
  readonly #sends = new TimeBins(BIN_MS);
  #beganNs = Number.NaN;
  #count = 0;
  #ended = 0;
  /** The longest latency of the first requests, ms. */
  #firstLatencyMs = 0;
  #nextLookMs = LEAST_MS;

  /** A request was sent, CLOCK_MONOTONIC nanoseconds. */
  noteSent(atNs: number): void {
    if (Number.isNaN(this.#beganNs)) this.#beganNs = atNs;
    this.#count += 1;
    this.#inFlight.add(this.#sinceBegin(atNs), this.#count);
    this.#sends.add(this.#sinceBegin(atNs), 1);
  }

  /** A request is over. @returns the rise that shows over-saturation; undefined without one */
  take({ sentNs, firstTokenNs, endNs }: PhaseRequest): Found | undefined {
    if (Number.isNaN(sentNs) || Number.isNaN(this.#beganNs)) return undefined;
    this.#count = Math.max(0, this.#count - 1);
    this.#ended += 1;
    const atMs = this.#sinceBegin(endNs);
    this.#inFlight.add(atMs, this.#count);
    // At the end of the request: every value up to a time is then known at that time.
    if (firstTokenNs > 0) this.#ttft.add(atMs, (firstTokenNs - sentNs) / 1e6);
    if (this.#ended <= FIRST_REQUESTS) {
      this.#firstLatencyMs = Math.max(this.#firstLatencyMs, (endNs - sentNs) / 1e6);
    }
    if (atMs < this.#nextLookMs) return undefined;
    this.#nextLookMs = atMs * LOOK_FACTOR;
    return this.#look(atMs);
  }

  #look(atMs: number): Found | undefined {
    const filledMs = FILLING_TIMES * this.#firstLatencyMs;
    for (const share of LEFT_OUT) {
      const found = this.#test(Math.max(share * atMs, filledMs), atMs);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  #test(fromMs: number, atMs: number): Found | undefined {
    const inFlight = riseOf(this.#inFlight.between(fromMs, atMs));
    const chance = DEVIATIONS * Math.sqrt(2 * this.#sends.count(fromMs, atMs));
    if (inFlight === undefined || inFlight.to - inFlight.from < chance) return undefined;
    const ttftMs = riseOf(this.#ttft.between(fromMs, atMs));
    return ttftMs === undefined ? undefined : { inFlight, ttftMs, spanMs: atMs - fromMs };
  }

  #sinceBegin(atNs: number): number {
    return Math.max(0, (atNs - this.#beganNs) / 1e6);
  }
}

/** The levels between which a series rose, by its fitted line; undefined where it did not. */
function riseOf({
  x,
  y,
}: {
  readonly x: readonly number[];
  readonly y: readonly number[];
}): { from: number; to: number } | undefined {
  if (x.length < LEAST_BINS) return undefined;
  const trend = theilSen([{ x, y }]);
  if (trend === undefined || !(trend.low > 0)) return undefined;
  const offsets = y.map((value, index) => value - trend.slope * (x[index] ?? Number.NaN));
  const offset = quantileOfSorted(sortAscending(offsets), 0.5);
  const from = Math.max(0, offset + trend.slope * (x[0] ?? Number.NaN));
  const to = offset + trend.slope * (x.at(-1) ?? Number.NaN);
  return to >= RISES_BY * from ? { from, to } : undefined;
}
