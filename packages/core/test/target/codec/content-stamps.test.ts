import { describe, expect, it } from 'vitest';
import { ContentStamps, type ContentTimes } from '../../../src/target/codec/content-stamps.ts';

/** A read: when its last segment arrived, when it was last known to be empty, and whether each of its events has content. */
interface Read {
  readonly atNs: number;
  readonly afterNs: number;
  readonly events: readonly boolean[];
}

function timesOf(reads: readonly Read[]): ContentTimes {
  const stamps = new ContentStamps();
  for (const { atNs, afterNs, events } of reads) {
    stamps.beginRead(atNs, afterNs);
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
    });
  });
});
