import { describe, expect, it } from 'vitest';
import { ContentStamps, type ContentTimes } from '../../../src/target/codec/content-stamps.ts';

/** A read: when its last segment arrived, when it was last known to be empty, and whether each of its events has content. */
interface Read {
  readonly atNs: number;
  readonly afterNs: number;
  readonly doubtNs?: number;
  readonly events: readonly boolean[];
}

function timesOf(reads: readonly Read[]): ContentTimes {
  const stamps = new ContentStamps();
  for (const { atNs, afterNs, doubtNs = 0, events } of reads) {
    stamps.beginRead(atNs, afterNs, doubtNs);
    for (const hasContent of events) {
      stamps.takeEvent();
      if (hasContent) stamps.takeContent();
    }
    stamps.endRead();
  }
  return stamps.times();
}

describe('timestamps of events with content', () => {
  it('are exact if each event arrives in a separate read', () => {
    const times = timesOf([
      { atNs: 20, afterNs: 10, events: [true] },
      { atNs: 40, afterNs: 30, events: [true] },
    ]);
    expect(times).toEqual({
      contentNs: Float64Array.of(20, 40),
      firstAfterNs: 20,
      lastAfterNs: 40,
      boundedCount: 0,
      firstErrorNs: 0,
      largestErrorNs: 0,
      lateCount: 0,
    });
  });

  it('have a lower bound if a later event arrives in the same read', () => {
    const times = timesOf([
      { atNs: 20, afterNs: 10, events: [true, true] },
      { atNs: 40, afterNs: 30, events: [true, false] },
    ]);
    expect(times).toEqual({
      contentNs: Float64Array.of(20, 20, 40),
      firstAfterNs: 10,
      lastAfterNs: 30,
      boundedCount: 2,
      firstErrorNs: 0,
      largestErrorNs: 0,
      lateCount: 0,
    });
  });

  it('are exact for the last event of a read', () => {
    expect(timesOf([{ atNs: 20, afterNs: 10, events: [false, false, true] }])).toMatchObject({
      firstAfterNs: 20,
      lastAfterNs: 20,
      boundedCount: 0,
    });
  });

  it('do not depend on reads without content', () => {
    const times = timesOf([
      { atNs: 20, afterNs: 10, events: [false] },
      { atNs: 40, afterNs: 30, events: [true] },
      { atNs: 60, afterNs: 50, events: [] },
      { atNs: 80, afterNs: 70, events: [false] },
    ]);
    expect(times).toMatchObject({ firstAfterNs: 40, lastAfterNs: 40, boundedCount: 0 });
  });

  it('have no bounds without content', () => {
    expect(timesOf([{ atNs: 20, afterNs: 10, events: [false] }])).toEqual({
      contentNs: new Float64Array(),
      firstAfterNs: Number.NaN,
      lastAfterNs: Number.NaN,
      boundedCount: 0,
      firstErrorNs: Number.NaN,
      largestErrorNs: 0,
      lateCount: 0,
    });
  });

  it('are late by at most what the client may have caused, and only those with bounds', () => {
    const ms = 1e6;
    const times = timesOf([
      { atNs: 20 * ms, afterNs: 10 * ms, doubtNs: 2 * ms, events: [true, true] },
      { atNs: 40 * ms, afterNs: 30 * ms, doubtNs: 8 * ms, events: [true] },
      { atNs: 60 * ms, afterNs: 40 * ms, doubtNs: 3 * ms, events: [true, true, true] },
      { atNs: 80 * ms, afterNs: 60 * ms, doubtNs: 0.1 * ms, events: [true, true] },
    ]);
    expect(times).toMatchObject({
      boundedCount: 4,
      firstErrorNs: 2 * ms,
      largestErrorNs: 3 * ms,
      lateCount: 3,
    });
  });
});
