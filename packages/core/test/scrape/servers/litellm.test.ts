import { describe, expect, it } from 'vitest';
import { madeUpBody, onlySeries, readingOf, valuesOf } from '../readings.ts';

describe('metrics of LiteLLM', () => {
  const reading = readingOf(madeUpBody('litellm'));

  it('adds up the series of all keys and users', () => {
    expect(reading.server).toBe('litellm');
    expect(valuesOf(reading, 'requestsReceived')).toEqual({
      'gpt /chat/completions 200': 12,
      'gpt /chat/completions 429': 1,
    });
    expect(valuesOf(reading, 'requestsFailed')).toEqual({ 'gpt 429': 1 });
    expect(valuesOf(reading, 'promptTokens')).toEqual({ 'gpt gpt-up': 1500 });
    expect(valuesOf(reading, 'generatedTokens')).toEqual({ 'gpt gpt-up': 600 });
    expect(valuesOf(reading, 'prefixCacheHitTokens')).toEqual({ 'gpt gpt-up': 96 });
    expect(valuesOf(reading, 'httpRequestsActive')).toEqual({ '': 3 });
    for (const quantity of [
      'queueTime',
      'timeToFirstToken',
      'upstreamLatency',
      'endToEndLatency',
      'proxyOverheadTime',
    ] as const) {
      expect(onlySeries(reading, quantity).histogram).toEqual({
        sum: 7000,
        count: 12,
        upperEdges: [500, Infinity],
        cumulativeCounts: [8, 12],
      });
    }
  });

  it('reads the servers behind it', () => {
    expect(valuesOf(reading, 'deploymentState')).toEqual({ 'gpt-up d1': 1 });
    expect(valuesOf(reading, 'upstreamResponsesSucceeded')).toEqual({ 'gpt-up d1': 11 });
    expect(valuesOf(reading, 'upstreamResponsesFailed')).toEqual({ 'gpt-up d1 500': 2 });
  });

  it('keeps no key, user, team or address', () => {
    expect(JSON.stringify(reading)).not.toMatch(/a1|b2|ann|bob|example/);
  });

  it('leaves out a histogram whose series have different buckets, instead of adding them', () => {
    const text = madeUpBody('litellm').replace(
      /^(litellm_overhead_latency_metric_bucket\{.*bob.*le=)"0\.5"/m,
      '$1"0.25"',
    );
    const other = readingOf(text);
    expect(other.series.map(({ quantity }) => quantity)).not.toContain('proxyOverheadTime');
    expect(other.notes).toEqual([
      'litellm_overhead_latency_metric is ignored: its series have different buckets',
    ]);
  });
});
