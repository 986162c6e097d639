import { describe, expect, it } from 'vitest';
import { measure } from '../../../../src/metric/measure/measure.ts';
import { metricNamed } from '../../../../src/metric/registry.ts';
import { latencyOutsideServer } from '../../../../src/report/findings/counters/latency-outside-server.ts';
import { serverCountsDiffer } from '../../../../src/report/findings/counters/server-counts-differ.ts';
import { scraped, type Scraped } from '../../../metric/server/scraped-phase.ts';
import { PhaseBuilder, type BuiltRequest } from '../../../stream/built/phase-builder.ts';
import { advice } from '../advice.ts';

const EDGES = [900, 5100];

/** Service requests with 10 prompt tokens and 4 output tokens each, whose TTFT is 100 ms and end 300 ms after their send. */
function requests(count: number, change: Partial<BuiltRequest> = {}): PhaseBuilder {
  const phase = new PhaseBuilder('load').stage('closed', 1000, 5000);
  for (let index = 0; index < count; index += 1) {
    const sentMs = 1000 + index * 10;
    phase.request({
      purpose: 'load',
      stage: 'closed',
      sentMs,
      chunksMs: [sentMs + 100, sentMs + 300],
      inputTokens: 10,
      outputTokens: 4,
      maxOutputTokens: 4,
      tokenCountSource: 'usage',
      ...change,
    });
  }
  return phase;
}

/** Counters that begin at 7 and gain this much. */
function gains(gained: Readonly<Record<string, number>>): Scraped['series'] {
  return Object.entries(gained).map(([quantity, gain]) => ({
    quantity,
    at: { 900: 7, 5100: 7 + gain },
  }));
}

function countsOf(phase: PhaseBuilder, gained: Readonly<Record<string, number>>): string[] {
  return advice(serverCountsDiffer, scraped(phase, { edgesMs: EDGES, series: gains(gained) }));
}

describe('server-counts-differ', () => {
  it('finds nothing where the server counted the same', () => {
    const same = { requestsFinished: 100, promptTokens: 1000, generatedTokens: 400 };
    expect(countsOf(requests(100), same)).toEqual([]);
  });

  it('counts the 50 requests of another client', () => {
    const more = { requestsFinished: 150, promptTokens: 1300, generatedTokens: 600 };
    expect(countsOf(requests(100), more)).toEqual([
      expect.stringContaining('requests server 150, client 100, 50 not of this run (33.3%)'),
    ]);
  });

  it.each([
    ['requests', 'openai-embeddings', 100],
    ['their inputs', 'openai-embeddings', 400],
    ['their documents', 'rerank', 400],
    ['their documents and queries', 'rerank', 500],
  ])('finds nothing where the server counts %s of api %s', (_what, api, finished) => {
    const batches = requests(100, { api, itemCount: 4, outputTokens: Number.NaN });
    const same = { requestsFinished: finished, promptTokens: 1000, generatedTokens: 0 };
    expect(countsOf(batches, same)).toEqual([]);
  });

  it('counts the inputs of another client', () => {
    const batches = requests(100, { api: 'openai-embeddings', itemCount: 4 });
    expect(countsOf(batches, { requestsFinished: 450 })).toEqual([
      expect.stringContaining('requests server 450, client 400, 50 not of this run'),
    ]);
  });

  it('counts probes that have no row as requests of the run', () => {
    const probed = requests(10)
      .surveyed('probe.inputTokens', 950, 40)
      .surveyed('probe.outputTokens', 950, 1)
      .surveyed('probe.inputTokens', 960, 160)
      .surveyed('probe.outputTokens', 960, 1);
    const same = { requestsFinished: 12, promptTokens: 300, generatedTokens: 42 };
    expect(countsOf(probed, same)).toEqual([]);
  });

  it('leaves open what a request that was cut off made the server count', () => {
    const cut = requests(100).request({
      purpose: 'load',
      stage: 'closed',
      sentMs: 2000,
      endMs: 2500,
      outcome: 'timeout',
      maxOutputTokens: 200,
    });
    expect(countsOf(cut, { requestsFinished: 100, generatedTokens: 550 })).toEqual([]);
    expect(countsOf(cut, { requestsFinished: 101, generatedTokens: 700 })).toHaveLength(1);
  });

  it('leaves out requests canceled on purpose, whatever the server counts of them', () => {
    const cut = (): PhaseBuilder => {
      const phase = requests(100);
      for (let sentMs = 2000; sentMs < 2400; sentMs += 20) phase.request(cutAt(sentMs));
      return phase;
    };
    const cutAt = (sentMs: number): BuiltRequest => ({
      purpose: 'load',
      stage: 'closed',
      sentMs,
      chunksMs: [sentMs + 100],
      endMs: sentMs + 200,
      outcome: 'abandoned',
      inputTokens: Number.NaN,
      outputTokens: 1,
      maxOutputTokens: 50,
      tokenCountSource: 'chunks',
    });
    // None of them, as vLLM counts requests; their tokens up to the cut, or up to the end.
    const none = { requestsFinished: 100, promptTokens: 1000, generatedTokens: 400 };
    expect(countsOf(cut(), none)).toEqual([]);
    const untilCut = { requestsFinished: 100, promptTokens: 1200, generatedTokens: 430 };
    expect(countsOf(cut(), untilCut)).toEqual([]);
    const all = { requestsFinished: 120, promptTokens: 1200, generatedTokens: 1400 };
    expect(countsOf(cut(), all)).toEqual([]);
    expect(countsOf(cut(), { ...all, requestsFinished: 150 })).toHaveLength(1);
    expect(countsOf(cut(), { ...none, requestsFinished: 80 })).toHaveLength(1);
  });

  it('does not count requests that were refused', () => {
    const refused = requests(10).request({
      purpose: 'over-long',
      sentMs: 2000,
      endMs: 2010,
      outcome: 'refused',
    });
    expect(countsOf(refused, { requestsFinished: 11 })).toHaveLength(1);
  });

  it('reports that the server counted less where a cache or proxy responded instead', () => {
    expect(countsOf(requests(100), { requestsFinished: 60 })).toEqual([
      expect.stringContaining('The server counted less than the client'),
    ]);
  });

  it('names the tokens where requests agree and tokens do not', () => {
    const found = countsOf(requests(100), { requestsFinished: 100, promptTokens: 1500 });
    expect(found).toEqual([expect.stringContaining('count tokens differently')]);
    expect(found[0]).not.toContain('requests server');
  });

  it('compares no tokens that the client counted by chunks', () => {
    const chunks = requests(100, { tokenCountSource: 'chunks' });
    expect(countsOf(chunks, { requestsFinished: 100, generatedTokens: 900 })).toEqual([]);
  });

  it('compares nothing after a restart', () => {
    const series = [{ quantity: 'requestsFinished', at: { 900: 500, 3000: 5, 5100: 60 } }];
    const phase = scraped(requests(100), { edgesMs: EDGES, series });
    expect(advice(serverCountsDiffer, phase)).toEqual([]);
  });
});

/** Histograms of 10 values each with these means, ms. */
function means(values: Readonly<Record<string, number>>, count = 10): Scraped['series'] {
  return Object.entries(values).map(([quantity, mean]) => ({
    quantity,
    kind: 'histogram',
    at: { 900: { sum: 50, count: 1 }, 5100: { sum: 50 + mean * count, count: 1 + count } },
  }));
}

function outside(series: Scraped['series']): string[] {
  return advice(latencyOutsideServer, scraped(requests(10), { edgesMs: EDGES, series }));
}

describe('latency-outside-server', () => {
  it('reports a TTFT that arises outside the engine', () => {
    expect(outside(means({ timeToFirstToken: 40, endToEndLatency: 240 }))).toEqual([
      expect.stringContaining('mean TTFT at the client 100 ms, at the server 40.0 ms'),
    ]);
  });

  it('reports a server whose TTFT is above that of the client', () => {
    expect(outside(means({ timeToFirstToken: 120, endToEndLatency: 290 }))).toEqual([
      expect.stringContaining('longer TTFT than the client measured'),
    ]);
  });

  it('finds nothing where both agree', () => {
    expect(outside(means({ timeToFirstToken: 95, endToEndLatency: 295 }))).toEqual([]);
  });

  it('compares no means of other requests', () => {
    expect(outside(means({ timeToFirstToken: 40, endToEndLatency: 240 }, 11))).toEqual([]);
  });
});

describe('cacheHitRate', () => {
  const series = gains({ prefixCacheHitTokens: 30, prefixCacheQueryTokens: 100 });

  it('is that of the counters where responses do not report it, with a note', () => {
    const silent = requests(10, { cachedTokens: Number.NaN });
    const phase = scraped(silent, { edgesMs: EDGES, series });
    expect(measure(metricNamed('cacheHitRate'), phase.build(5900))).toMatchObject({
      avg: 0.3,
      note: expect.stringContaining('counters of the server'),
    });
  });

  it('is that of the responses where they report it', () => {
    const phase = scraped(requests(10, { cachedTokens: 5 }), { edgesMs: EDGES, series });
    expect(measure(metricNamed('cacheHitRate'), phase.build(5900)).avg).toBe(0.5);
  });
});
