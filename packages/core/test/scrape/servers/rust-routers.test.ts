import { describe, expect, it } from 'vitest';
import { madeUpBody, onlySeries, readingOf, seriesOf, valuesOf } from '../readings.ts';

describe('metrics of TGI', () => {
  const reading = readingOf(madeUpBody('tgi'));

  it('reads counters without a suffix, and tokens from the sums of histograms', () => {
    expect(reading.server).toBe('tgi');
    const values = Object.fromEntries(
      reading.series.map(({ quantity, value }) => [quantity, value]),
    );
    expect(values).toMatchObject({
      requestsRunning: 8,
      requestsWaiting: 5,
      batchTokenLimit: 32_768,
      prefixCacheHitTokens: 960,
      promptTokens: 6400,
      generatedTokens: 2900,
      requestsReceived: 31,
      requestsSucceeded: 29,
    });
    expect(valuesOf(reading, 'requestsFailed')).toEqual({ validation: 1, overloaded: 1 });
  });

  it.each(['queueTime', 'timePerTokenWithPrefill', 'endToEndLatency', 'validationTime'] as const)(
    'reads the histogram of %s',
    (quantity) => {
      expect(onlySeries(reading, quantity).histogram).toEqual({
        sum: 14_500,
        count: 29,
        upperEdges: [0.15, 0.225, 100, Infinity],
        cumulativeCounts: [0, 1, 12, 29],
      });
    },
  );

  it('keeps the time of batches apart from the time of requests', () => {
    const times = seriesOf(reading, 'batchTime');
    expect(times.map(({ labels, histogram }) => [labels, histogram?.sum])).toEqual([
      [{ method: 'prefill' }, 1500],
      [{ method: 'decode' }, 8000],
    ]);
    expect(seriesOf(reading, 'prefillTime')).toEqual([]);
    expect(seriesOf(reading, 'decodeTime')).toEqual([]);
    expect(onlySeries(reading, 'batchSize').histogram?.sum).toBe(120);
    expect(onlySeries(reading, 'promptTokensPerRequest').histogram?.count).toBe(30);
    expect(onlySeries(reading, 'generatedTokensPerRequest').histogram?.count).toBe(29);
  });
});

describe('metrics of TEI', () => {
  const reading = readingOf(madeUpBody('tei'));

  it('reads all of its families', () => {
    expect(reading.server).toBe('tei');
    expect(onlySeries(reading, 'requestsWaiting').value).toBe(3);
    expect(onlySeries(reading, 'promptTokens').value).toBe(6400);
    expect(valuesOf(reading, 'requestsReceived')).toEqual({ batch: 1, single: 100 });
    expect(valuesOf(reading, 'requestsSucceeded')).toEqual({ single: 99 });
    expect(valuesOf(reading, 'requestsFailed')).toEqual({ tokenization: 1 });
    for (const quantity of [
      'queueTime',
      'inferenceTime',
      'endToEndLatency',
      'validationTime',
    ] as const) {
      expect(onlySeries(reading, quantity).histogram).toMatchObject({ sum: 750, count: 100 });
    }
    expect(onlySeries(reading, 'batchSize').histogram?.count).toBe(25);
    expect(onlySeries(reading, 'batchTokens').histogram?.sum).toBe(6400);
    expect(onlySeries(reading, 'promptTokensPerRequest').histogram?.count).toBe(100);
  });
});
