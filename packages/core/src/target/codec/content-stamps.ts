import { NEGLIGIBLE_ERROR_NS } from '../../spec/quality/negligible-error.ts';

/** Timestamps of the events with content of one response, CLOCK_MONOTONIC nanoseconds. */
export interface ContentTimes {
  /** One for each event: when its read arrived. */
  readonly contentNs: Float64Array;
  /** The first and the last event arrived after these times; equal to their timestamps where those are exact. */
  readonly firstAfterNs: number;
  readonly lastAfterNs: number;
  /** Events that arrived with a later one in their read, so that their timestamps are upper bounds. */
  readonly boundedCount: number;
  /** By how much the client may have made the timestamp of the first event late; 0 where it is exact, `NaN` without content. */
  readonly firstErrorNs: number;
  /** The same of the event for which it is largest; 0 where all are exact. */
  readonly largestErrorNs: number;
  /** Events whose timestamps the client may have made late by more than `NEGLIGIBLE_ERROR_NS`. */
  readonly lateCount: number;
}

/**
 * Collects the timestamps of events with content. The timestamp of a read is that of its last segment: exact for the last
 * event in it, an upper bound for the others.
 */
export class ContentStamps {
  readonly #contentNs: number[] = [];
  #atNs = Number.NaN;
  #afterNs = Number.NaN;
  #doubtNs = 0;
  #firstAfterNs = Number.NaN;
  #lastAfterNs = Number.NaN;
  #boundedCount = 0;
  #firstErrorNs = Number.NaN;
  #largestErrorNs = 0;
  #lateCount = 0;
  /** Whether the last event of the read so far has content. */
  #endsInContent = false;
  #contentInRead = 0;

  /** Events with content so far. */
  get count(): number {
    return this.#contentNs.length;
  }

  /** Timestamp of the read being decoded. */
  get atNs(): number {
    return this.#atNs;
  }

  /** A read begins: all its bytes arrived after `afterNs`, the last at `atNs`, the first at most `doubtNs` before for the client's sake. */
  beginRead(atNs: number, afterNs: number, doubtNs: number): void {
    this.#atNs = atNs;
    this.#afterNs = afterNs;
    this.#doubtNs = doubtNs;
    this.#contentInRead = 0;
    this.#endsInContent = false;
  }

  /** An event of the read. */
  takeEvent(): void {
    this.#endsInContent = false;
  }

  /** The event just taken has content. */
  takeContent(): void {
    this.#contentNs.push(this.#atNs);
    this.#contentInRead += 1;
    this.#endsInContent = true;
  }

  /** All events of the read were taken. */
  endRead(): void {
    if (this.#contentInRead === 0) return;
    const isFirst = this.#contentNs.length === this.#contentInRead;
    const exact = this.#endsInContent ? 1 : 0;
    const bounded = this.#contentInRead - exact;
    this.#boundedCount += bounded;
    this.#lastAfterNs = exact === 1 ? this.#atNs : this.#afterNs;
    if (isFirst) this.#firstAfterNs = bounded === 0 ? this.#atNs : this.#afterNs;
    if (isFirst) this.#firstErrorNs = bounded === 0 ? 0 : this.#doubtNs;
    if (bounded === 0) return;
    this.#largestErrorNs = Math.max(this.#largestErrorNs, this.#doubtNs);
    if (this.#doubtNs > NEGLIGIBLE_ERROR_NS) this.#lateCount += bounded;
  }

  times(): ContentTimes {
    return {
      contentNs: Float64Array.from(this.#contentNs),
      firstAfterNs: this.#firstAfterNs,
      lastAfterNs: this.#lastAfterNs,
      boundedCount: this.#boundedCount,
      firstErrorNs: this.#firstErrorNs,
      largestErrorNs: this.#largestErrorNs,
      lateCount: this.#lateCount,
    };
  }
}
