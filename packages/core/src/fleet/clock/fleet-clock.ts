import { roundTripNs, type ClockExchange } from '../../stats/clock/clock-exchange.ts';
import { offsetAt } from '../../stats/clock/clock-line.ts';
import { fitClock } from '../../stats/clock/fit-clock.ts';
import { LoadcellError } from '../../spec/error/errors.ts';
import {
  EXCHANGES_AROUND,
  exchangeClock,
  exchangeClocks,
  type ClockPlace,
} from './exchange-clocks.ts';

/** Time between two exchanges during a run, ms. */
const PERIOD_MS = 1000;

/** Questions in a row until one is quick enough. */
const MOST_QUESTIONS = 4;

/**
 * An exchange that takes longer than so many times the quickest one, and this much more, is dropped: one of the machines was
 * busy, and it would pull the fitted line.
 */
const SLOW_FACTOR = 4;
const SLOW_NS = 1e6;

/** The clock of the coordinator, as known to an agent. */
export class FleetClock {
  readonly #place: ClockPlace;
  readonly #exchanges: ClockExchange[] = [];
  #record: ((exchange: ClockExchange) => void) | undefined;
  #timer: NodeJS.Timeout | undefined;
  #isAsking = false;
  #leastNs = Infinity;

  constructor(place: ClockPlace) {
    this.#place = place;
  }

  /**
   * Asks 64 times.
   * @throws {LoadcellError} BUS_NO_REPLY when the coordinator never replies
   */
  async learn(signal: AbortSignal): Promise<void> {
    this.#take(await exchangeClocks(this.#place, EXCHANGES_AROUND, signal));
    signal.throwIfAborted();
    if (this.#exchanges.length > 0) return;
    throw new LoadcellError('BUS_NO_REPLY', 'the coordinator does not reply with its clock', {
      help: 'check that loadcell run --fleet still runs',
    });
  }

  /** Records what was asked so far, then asks once a second until {@link conclude}. */
  begin(record: (exchange: ClockExchange) => void): void {
    for (const exchange of this.#exchanges) record(exchange);
    this.#record = record;
    this.#timer = setInterval(() => void this.#ask(), PERIOD_MS);
  }

  /** Asks 64 times more, unless the signal is aborted, and ends. */
  async conclude(signal: AbortSignal): Promise<void> {
    clearInterval(this.#timer);
    if (!signal.aborted) this.#take(await exchangeClocks(this.#place, EXCHANGES_AROUND, signal));
    this.#record = undefined;
  }

  /** Ends without further questions; idempotent. */
  close(): void {
    clearInterval(this.#timer);
    this.#record = undefined;
  }

  /** A time of the coordinator's clock by the clock of this machine, nanoseconds. Call it after {@link learn}. */
  toLocalNs(remoteNs: number): number {
    const fit = fitClock(this.#exchanges);
    if (fit === undefined) return Number.NaN;
    // The offset changes by less than a thousandth of the error of the first guess.
    const guessNs = remoteNs - fit.offsetNs;
    const closeNs = remoteNs - offsetAt(fit, guessNs);
    return remoteNs - offsetAt(fit, closeNs);
  }

  async #ask(): Promise<void> {
    if (this.#isAsking) return;
    this.#isAsking = true;
    let isTaken = false;
    for (let asked = 0; asked < MOST_QUESTIONS && !isTaken; asked += 1) {
      const exchange = await exchangeClock(this.#place);
      if (this.#record === undefined) break;
      isTaken = exchange !== undefined && this.#take([exchange]);
    }
    this.#isAsking = false;
  }

  /** @returns whether one was quick enough */
  #take(exchanges: readonly ClockExchange[]): boolean {
    this.#leastNs = Math.min(this.#leastNs, ...exchanges.map(roundTripNs));
    const mostNs = SLOW_FACTOR * this.#leastNs + SLOW_NS;
    const quick = exchanges.filter((one) => roundTripNs(one) <= mostNs);
    for (const exchange of quick) {
      this.#exchanges.push(exchange);
      this.#record?.(exchange);
    }
    return quick.length > 0;
  }
}
