/**
 * How exact the timestamps of one response are; `NaN` where unknown. The kernel timestamps the last segment of a read, so an event
 * that arrived with a later one has only bounds.
 */
export interface ArrivalBounds {
  /** The first and the last event with content arrived after these times; equal to their timestamps where those are exact. */
  readonly firstTokenAfterNs: number;
  readonly lastTokenAfterNs: number;
  /** Events with content that arrived with a later one in one read: their timestamps are upper bounds. */
  readonly boundedChunks: number;
  /** By how much the client may have made the timestamp of the first event late, nanoseconds; 0 where it is exact. */
  readonly firstTokenErrorNs: number;
  /** The same of the event for which it is largest. */
  readonly largestErrorNs: number;
  /** Events with content that the client may have made late by more than 250 µs. */
  readonly lateChunks: number;
  /** Longest time from an arrival by the kernel to its read; `NaN` where a read has only the time of the thread. */
  readonly readLatenessNs: number;
}

/** Nothing is known. */
export const UNKNOWN_BOUNDS: ArrivalBounds = Object.freeze({
  firstTokenAfterNs: Number.NaN,
  lastTokenAfterNs: Number.NaN,
  boundedChunks: Number.NaN,
  firstTokenErrorNs: Number.NaN,
  largestErrorNs: Number.NaN,
  lateChunks: Number.NaN,
  readLatenessNs: Number.NaN,
});
