import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  concatenateSamples,
  emptySamples,
  samplesBetween,
  type SampleColumns,
} from '../../../src/stream/columns/sample-columns.ts';
import { arbitrarySamples, countedSamples, samplesOf } from '../built/arbitrary-rows.ts';

function samplesAt(timesNs: readonly number[]): SampleColumns {
  return samplesOf(
    timesNs.map((timeNs, index) => ({
      timeNs,
      latenessNs: 0,
      pid: index + 1,
      rssBytes: index,
      sharedBytes: -index,
    })),
  );
}

describe('the samples between two timestamps', () => {
  it('are those at or after the first and at or before the last', () => {
    const samples = samplesAt([10, 20, 30, 40]);
    expect([...samplesBetween(samples, 20, 30).timeNs]).toEqual([20, 30]);
    expect([...samplesBetween(samples, 19, 31).timeNs]).toEqual([20, 30]);
    expect([...samplesBetween(samples, 21, 29).timeNs]).toEqual([]);
    expect([...samplesBetween(samples, 0, 99).timeNs]).toEqual([10, 20, 30, 40]);
    expect([...samplesBetween(samples, 41, 99).timeNs]).toEqual([]);
    expect(samplesBetween(emptySamples(), 0, 99)).toEqual(emptySamples());
  });

  it('are found with fractions of a nanosecond, and above 2 ** 53', () => {
    const samples = samplesAt([10, 11, 12]);
    expect([...samplesBetween(samples, 10.5, 11.5).timeNs]).toEqual([11]);
    const late = samplesAt([2 ** 53, 2 ** 53 + 2, 2 ** 53 + 4]);
    expect([...samplesBetween(late, 2 ** 53, 2 ** 53).timeNs]).toEqual([2 ** 53]);
    expect([...samplesBetween(late, 2 ** 53 + 2, 2 ** 53 + 4).timeNs]).toEqual([
      2 ** 53 + 2,
      2 ** 53 + 4,
    ]);
  });

  it('are what a search from end to end finds, in every column', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(1000)),
        fc.integer({ min: -1, max: 1001 }),
        fc.integer({ min: -1, max: 1001 }),
        (times, fromNs, toNs) => {
          const samples = samplesAt(times.toSorted((a, b) => a - b));
          const kept = Array.from(samples.timeNs.entries()).filter(
            ([, timeNs]) => timeNs >= fromNs && timeNs <= toNs,
          );
          const found = samplesBetween(samples, fromNs, Math.max(fromNs - 1, toNs));
          expect(found.count).toBe(kept.length);
          expect([...found.timeNs]).toEqual(kept.map(([, timeNs]) => timeNs));
          expect([...found.pid]).toEqual(kept.map(([index]) => index + 1));
          expect([...found.rssBytes]).toEqual(kept.map(([index]) => index));
          expect([...found.sharedBytes]).toEqual(kept.map(([index]) => -index));
          expect(found.latenessNs).toHaveLength(kept.length);
        },
      ),
    );
  });

  it('are none when the last timestamp is before the first', () => {
    expect(samplesBetween(samplesAt([10, 20, 30]), 25, 15).count).toBe(0);
  });
});

describe('batches of samples, joined', () => {
  it('hold every figure of every batch in order', () => {
    fc.assert(
      fc.property(fc.array(arbitrarySamples, { maxLength: 5 }), (batches) => {
        const whole = concatenateSamples(batches);
        expect(whole.count).toBe(batches.reduce((sum, batch) => sum + batch.count, 0));
        expect([...whole.timeNs]).toEqual(batches.flatMap((batch) => [...batch.timeNs]));
        expect([...whole.latenessNs]).toEqual(batches.flatMap((batch) => [...batch.latenessNs]));
        expect([...whole.pid]).toEqual(batches.flatMap((batch) => [...batch.pid]));
        expect([...whole.rssBytes]).toEqual(batches.flatMap((batch) => [...batch.rssBytes]));
        expect([...whole.sharedBytes]).toEqual(batches.flatMap((batch) => [...batch.sharedBytes]));
      }),
    );
  });

  it('do not change when the batches do', () => {
    const rssBytes = Float64Array.of(0, 4096);
    const whole = concatenateSamples([{ ...countedSamples(2), rssBytes }]);
    rssBytes.fill(0);
    expect([...whole.rssBytes]).toEqual([0, 4096]);
  });
});
