import type { ClockExchange } from '../../stats/clock/clock-exchange.ts';
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

/** The clock of the coordinator, as known to an agent. */
export class FleetClock {
  readonly #place: ClockPlace;
  readonly #exchanges: ClockExchange[] = [];
  #record: ((exchange: ClockExchange) => void) | undefined;
  #timer: NodeJS.Timeout | undefined;

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
    const exchange = await exchangeClock(this.#place);
    if (exchange !== undefined && this.#record !== undefined) this.#take([exchange]);
  }

  #take(exchanges: readonly ClockExchange[]): void {
    for (const exchange of exchanges) {
      this.#exchanges.push(exchange);
      this.#record?.(exchange);
    }
  }
}
