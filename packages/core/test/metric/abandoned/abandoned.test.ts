import { describe, expect, test } from 'vitest';
import { cutEffect } from '../../../src/metric/abandoned/cut-effect.ts';
import { measureStage } from '../../../src/metric/measure/measure.ts';
import type { Measurement } from '../../../src/metric/measure/measurement.ts';
import { streamsOfStages, type StageStreams } from '../../../src/metric/measure/stage-streams.ts';
import { concluded } from '../../report/concluded.ts';
import { PhaseBuilder } from '../../stream/built/phase-builder.ts';
import { scraped } from '../server/scraped-phase.ts';
import {
  CANCEL,
  cutRequest,
  EDGES,
  freed,
  gauge,
  generated,
  kept,
  loop,
  served,
} from './cutting-loop.ts';

function stageOf(phase: PhaseBuilder): StageStreams {
  const [stage] = streamsOfStages(phase.build(13_000));
  if (stage === undefined) throw new Error('There is no stage.');
  return stage;
}

function measured(phase: PhaseBuilder): Readonly<Record<string, Measurement>> {
  return measureStage(stageOf(phase));
}

describe('requests canceled on purpose', () => {
  test('are counted with the tokens that they received', () => {
    const { abandonedRequests } = measured(loop());
    expect(abandonedRequests).toMatchObject({ avg: 10 });
    expect(abandonedRequests?.note).toBe('10 output tokens before cancellation');
  });

  test('are unmeasured, and not 0, when no stage cancels requests', () => {
    const phase = new PhaseBuilder('load')
      .stage('closed', 1000, 2000)
      .request({ purpose: 'load', sentMs: 1000, chunksMs: [1500] });
    expect(measured(phase)['abandonedRequests']).toMatchObject({
      count: 0,
      reason: 'no stage cancels requests on purpose',
    });
    expect(measured(phase)['serverOrphanedRequests']?.count).toBe(0);
  });

  test('are excluded from latency, error rate and attainment, and their tokens count in token rates', () => {
    const { errorRate, responseLatency, requestThroughput, outputTokenThroughput } =
      measured(loop());
    expect(errorRate?.avg).toBe(0);
    expect(responseLatency).toMatchObject({ count: 10, failed: 0, max: 900 });
    expect(requestThroughput?.avg).toBe(1);
    expect(outputTokenThroughput?.avg).toBe((10 * 2 + 10) / 10);
    expect(measured(loop())['inputTokenThroughput']?.avg).toBe((20 * 24) / 10);
  });

  test('leave input token throughput measured, with a note, when the length of their prompts is unknown', () => {
    const phase = loop().request(cutRequest(9000, { offeredTokens: Number.NaN }));
    const { inputTokenThroughput } = measured(phase);
    expect(inputTokenThroughput?.avg).toBe((20 * 24) / 10);
    expect(inputTokenThroughput?.note).toContain('excludes the prompts of 1 requests canceled');
  });

  test('add no input tokens when no token came before the cancellation', () => {
    const early = cutRequest(9000, { chunksMs: [], outputTokens: 0 });
    const before = measured(loop());
    const after = measured(loop().request(early));
    for (const name of ['inputTokenThroughput', 'outputTokenThroughput']) {
      expect(after[name]?.avg, name).toBe(before[name]?.avg);
    }
  });
});

describe('serverOrphanedRequests', () => {
  test('is 0 for a server that frees abandoned requests', () => {
    const { serverOrphanedRequests } = measured(served(freed));
    expect(serverOrphanedRequests).toMatchObject({ avg: 0, max: 0 });
  });

  test('counts requests in the server beyond those in flight, with the time per abandoned request', () => {
    const { serverOrphanedRequests } = measured(served(kept));
    expect(serverOrphanedRequests?.max).toBe(3);
    expect(serverOrphanedRequests?.avg).toBeGreaterThan(1.8);
    expect(serverOrphanedRequests?.note).toMatch(/^2\.\d+ s per abandoned request/u);
  });

  test('includes requests that wait in the server', () => {
    const waiting = gauge('requestsWaiting', (ms) => (ms < 1000 ? 0 : 5));
    expect(measured(served(freed, waiting))['serverOrphanedRequests']?.min).toBe(0);
    expect(measured(served(freed, waiting))['serverOrphanedRequests']?.avg).toBeGreaterThan(4.5);
  });

  test('counts an ordinary request as in flight for a moment after its end, since gauges lag', () => {
    const lagging = gauge('requestsRunning', (ms) => (ms < 1000 || ms > 11_000 ? 0 : 1));
    const phase = scraped(loop(), {
      edgesMs: EDGES,
      series: [{ ...lagging, at: { ...lagging.at, 1950: 1, 2950: 1 } }],
    });
    expect(measured(phase)['serverOrphanedRequests']?.max).toBe(0);
  });

  test('has a reason when the server reports nothing and when no request was canceled', () => {
    expect(measured(loop())['serverOrphanedRequests']?.reason).toBe('no server metrics were read');
    const uncut = new PhaseBuilder('load')
      .stage('closed', 1000, 2000, { cancel: CANCEL })
      .request({ purpose: 'load', sentMs: 1000, chunksMs: [1100] });
    expect(measured(uncut)['serverOrphanedRequests']?.reason).toBe(
      'every request ended before its cancellation',
    );
    expect(measured(uncut)['abandonedRequests']?.avg).toBe(0);
  });
});

describe('the effect of cancellation', () => {
  test('has the tokens that the server generated afterwards, out of the remaining ones', () => {
    // Responses had 2 tokens each, requests that were cut 1 of 10.
    const phase = served(generated(10 * 2 + 10 + 45));
    expect(cutEffect(stageOf(phase))).toEqual({
      outputTokens: 10,
      orphanedTokens: { generated: 45, possible: 90 },
    });
  });

  test('scales events of canceled requests by the tokens per event of the others', () => {
    const phase = scraped(loop({ tokensPerEvent: 3 }), {
      edgesMs: EDGES,
      series: [generated(10 * 6 + 10 * 3)],
    });
    expect(cutEffect(stageOf(phase)).orphanedTokens).toEqual({ generated: 0, possible: 70 });
  });

  test('has no tokens when a request failed', () => {
    const phase = scraped(
      loop().request({ purpose: 'load', sentMs: 3000, endMs: 3100, outcome: 'timeout' }),
      { edgesMs: EDGES, series: [generated(100)] },
    );
    expect(cutEffect(stageOf(phase)).orphanedTokens).toBeUndefined();
  });

  test('has gauges before the first request and after the last, and memory', () => {
    const phase = served(
      gauge('requestsRunning', (ms) => (ms > 11_000 ? 3 : 0)),
      gauge('kvCacheUsage', (ms) => (ms > 11_000 ? 0.4 : 0.1)),
    ).memory({ fromMs: 900, toMs: 12_000, everyMs: 100, rssBytes: (ms) => 1000 + ms });
    expect(cutEffect(stageOf(phase))).toMatchObject({
      runningAfterDrain: 3,
      kvCacheUsage: { before: 0.1, after: 0.4 },
      residentBytes: { before: 2000, after: 12_100 },
    });
  });
});

describe('results of a stage with requests canceled on purpose', () => {
  const [phase] = concluded([loop().build(13_000)]).results.phases;
  const [stage] = phase?.stages ?? [];

  test('count them separately, neither due nor failed, in a whole stage', () => {
    expect(stage?.requests).toMatchObject({
      due: 10,
      successful: 10,
      failed: 0,
      cancelled: 0,
      abandoned: 10,
    });
    expect(stage).toMatchObject({ cancel: CANCEL, cutEffect: { outputTokens: 10 }, success: true });
    expect(stage?.failures).toEqual([]);
  });
});
