import { describe, expect, it } from 'vitest';
import type { QuantityName } from '../../../src/scrape/quantities.ts';
import { madeUpBody, onlySeries, readingOf, seriesOf, valuesOf } from '../readings.ts';

const LABELS = { model_name: 'm', engine_type: 'unified' };

describe('metrics of SGLang', () => {
  const text = madeUpBody('sglang');
  const reading = readingOf(text);

  it.each<[QuantityName, number]>([
    ['requestsRunning', 3],
    ['requestsWaiting', 4],
    ['requestsPaused', 1],
    ['kvCacheUsage', 0.42],
    ['fullAttentionCacheUsage', 0.4],
    ['kvCacheCapacityTokens', 131_072],
    ['kvCacheBlocksTotal', 2048],
    ['kvCacheTokensPerBlock', 64],
    ['contextLength', 32_768],
    ['prefixCacheQueryTokens', 1325],
    ['prefixCacheHitTokens', 325],
    ['preemptions', 7],
    ['promptTokens', 1325],
    ['livePromptTokens', 1325],
    ['generatedTokens', 750],
    ['liveGeneratedTokens', 800],
    ['specDecodeAcceptedLength', 2.5],
    ['specDecodeAcceptanceRate', 0.6],
    ['specDecodeVerifications', 250],
    ['loraSlotsUsed', 1],
    ['loraSlotsTotal', 8],
    ['loraPoolUsage', 0.125],
    ['weightMemory', 15.5 * 1024 ** 3],
    ['kvCacheMemory', 2 * 1024 ** 3],
  ])('reads %s of the lowest rank, over all priorities', (quantity, value) => {
    expect(onlySeries(reading, quantity)).toMatchObject({ labels: LABELS, value });
  });

  it('reads what the labels of a family split', () => {
    expect(valuesOf(reading, 'prefixCacheHitTokensBySource')).toEqual({
      'm unified device': 290,
      'm unified host': 20,
    });
    expect(valuesOf(reading, 'busyForwardTime')).toEqual({
      'm unified prefill': 1250,
      'm unified decode': 9500,
    });
    expect(valuesOf(reading, 'startupTime')).toEqual({ 'm unified load_weights': 12_500 });
    expect(valuesOf(reading, 'httpRequests')).toEqual({ '/generate POST': 12 });
    expect(valuesOf(reading, 'httpResponses')).toEqual({
      '/generate POST 200': 11,
      '/generate POST 400': 1,
    });
    expect(valuesOf(reading, 'httpRequestsActive')).toEqual({ '': 2 });
    expect(valuesOf(reading, 'requestsFinished')).toEqual({ m: 10 });
    expect(valuesOf(reading, 'requestsAborted')).toEqual({ m: 1 });
  });

  it.each<QuantityName>([
    'queueTime',
    'timeToFirstToken',
    'interTokenLatency',
    'timePerOutputToken',
    'endToEndLatency',
  ])('reads the histogram of %s in milliseconds', (quantity) => {
    expect(onlySeries(reading, quantity).histogram).toEqual({
      sum: 2500,
      count: 10,
      upperEdges: [100, 500, Infinity],
      cumulativeCounts: [4, 9, 10],
    });
  });

  it('keeps stages of requests apart', () => {
    const { labels, histogram } = onlySeries(reading, 'stageTime');
    expect(labels).toEqual({ ...LABELS, stage: 'prefill_forward' });
    expect(histogram?.sum).toBe(1500);
  });

  it('never reads shares and buckets that have no meaning over a window', () => {
    const families = reading.series.map(({ family }) => family).join(' ');
    expect(families).not.toMatch(/cache_hit_rate|fwd_occupancy|routing_key/);
    expect(reading.notes).toEqual([]);
    expect(reading.skippedLines).toBe(0);
  });

  it('keeps data-parallel ranks, whose schedulers have any tensor-parallel rank', () => {
    const rows = [
      [0, 0, 2],
      [0, 1, 7],
      [1, 10, 8],
      [1, 4, 5],
    ].map(
      ([dp, tp, value]) =>
        `sglang:num_running_reqs{dp_rank="${dp}",moe_ep_rank="${tp}",pp_rank="0",tp_rank="${tp}"} ${value}\n`,
    );
    const several = readingOf(`# TYPE sglang:num_running_reqs gauge\n${rows.join('')}`);
    expect(
      seriesOf(several, 'requestsRunning').map(({ labels, value }) => [labels, value]),
    ).toEqual([
      [{ dp_rank: '0' }, 2],
      [{ dp_rank: '1' }, 5],
    ]);
  });
});
