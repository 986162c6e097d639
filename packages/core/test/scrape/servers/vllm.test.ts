import { describe, expect, it } from 'vitest';
import type { QuantityName } from '../../../src/scrape/quantities.ts';
import { onlySeries, readingOf, recordedBody, seriesOf, valuesOf } from '../readings.ts';

const text = recordedBody('vllm-server', 'metrics');
const CONTENT_TYPE = 'text/plain; version=1.0.0; charset=utf-8';
const ENGINE = { engine: '0', model_name: 'tiny' };

describe('metrics of vLLM', () => {
  const reading = readingOf(text, CONTENT_TYPE);

  it('recognizes the server and finds nothing odd in its text', () => {
    expect(reading.server).toBe('vllm');
    expect(reading.skippedLines).toBe(0);
    expect(reading.notes).toEqual([]);
    expect(reading.processStartSeconds).toBe(1_795_869_322.91);
  });

  it.each<[QuantityName, number]>([
    ['requestsRunning', 0],
    ['requestsWaiting', 0],
    ['kvCacheUsage', 0],
    ['prefixCacheQueryTokens', 243_834],
    ['prefixCacheHitTokens', 0],
    ['externalPrefixCacheQueryTokens', 0],
    ['externalPrefixCacheHitTokens', 0],
    ['preemptions', 0],
    ['promptTokens', 243_834],
    ['computedPromptTokens', 243_834],
    ['generatedTokens', 142_572],
  ])('reads %s', (quantity, value) => {
    expect(onlySeries(reading, quantity)).toMatchObject({ labels: ENGINE, value, quantum: 0 });
  });

  it.each<[QuantityName, number, number]>([
    ['queueTime', 9_872_434.67238102, 4877],
    ['prefillTime', 396_847.0297219808, 4877],
    ['decodeTime', 3_632_995.0940770414, 4877],
    ['inferenceTime', 4_029_842.123798912, 4877],
    ['timeToFirstToken', 10_614_496.899366379, 4877],
    ['interTokenLatency', 3_632_995.094076351, 137_695],
    ['timePerOutputToken', 118_929.5431561701, 4877],
    ['endToEndLatency', 14_246_189.520835876, 4877],
    ['iterationTokens', 386_406, 8604],
    ['promptTokensPerRequest', 243_834, 4877],
    ['generatedTokensPerRequest', 142_572, 4877],
    ['choicesPerRequest', 4877, 4877],
    ['preemptionsPerRequest', 0, 4877],
  ])('reads sum and count of %s', (quantity, sum, count) => {
    const { labels, histogram } = onlySeries(reading, quantity);
    expect(labels).toEqual(ENGINE);
    expect(histogram?.sum).toBeCloseTo(sum, 6);
    expect(histogram?.count).toBe(count);
    expect(histogram?.upperEdges.at(-1)).toBe(Infinity);
    expect(histogram?.cumulativeCounts.at(-1)).toBe(count);
  });

  it('reads buckets in milliseconds', () => {
    const { histogram, family } = onlySeries(reading, 'timeToFirstToken');
    expect(family).toBe('vllm:time_to_first_token_seconds');
    expect(histogram?.upperEdges).toEqual([
      1,
      5,
      10,
      20,
      40,
      60,
      80,
      100,
      250,
      500,
      750,
      1000,
      2500,
      5000,
      7500,
      10_000,
      20_000,
      40_000,
      80_000,
      160_000,
      640_000,
      2_560_000,
      Infinity,
    ]);
    expect(histogram?.cumulativeCounts.slice(0, 14)).toEqual([
      0, 0, 106, 558, 1099, 1434, 1585, 1615, 1658, 1743, 1743, 1743, 2004, 4877,
    ]);
  });

  it('reads a histogram whose name ends like that of a counter', () => {
    expect(onlySeries(reading, 'iterationTokens').family).toBe('vllm:iteration_tokens_total');
  });

  it('splits finished requests by reason', () => {
    expect(valuesOf(reading, 'requestsFinished')).toEqual({
      '0 tiny stop': 2,
      '0 tiny length': 4875,
      '0 tiny abort': 0,
      '0 tiny error': 0,
      '0 tiny repetition': 0,
    });
    expect(valuesOf(reading, 'requestsRejected')).toEqual({
      'tiny max_num_queued_reqs': 0,
      'tiny max_num_queued_tokens': 0,
    });
    expect(valuesOf(reading, 'sleepState')).toEqual({
      '0 tiny awake': 1,
      '0 tiny weights_offloaded': 0,
      '0 tiny discard_all': 0,
    });
    expect(valuesOf(reading, 'requestsWaitingByReason')).toEqual({
      '0 tiny capacity': 0,
      '0 tiny deferred': 0,
    });
  });

  it('reads the HTTP layer, whose families have no prefix', () => {
    expect(seriesOf(reading, 'httpRequests')).toHaveLength(11);
    expect(valuesOf(reading, 'httpRequests')).toMatchObject({
      '/v1/chat/completions POST 2xx': 1603,
      '/v1/completions POST 2xx': 3272,
      '/tokenize POST 4xx': 5,
    });
    const [chat] = seriesOf(reading, 'httpRequestDuration');
    expect(chat?.labels).toEqual({ handler: '/v1/chat/completions', method: 'POST' });
    expect(chat?.histogram?.count).toBe(1607);
    expect(chat?.histogram?.sum).toBeCloseTo(295_877.5258979973, 6);
  });

  it('leaves out estimates that are switched off, instead of reporting 0', () => {
    expect(seriesOf(reading, 'estimatedFlops')).toEqual([]);
    const on = text.replace(/^(vllm:estimated_flops_per_gpu_total\{.*\}) 0\.0$/m, '$1 5e12');
    expect(onlySeries(readingOf(on), 'estimatedFlops').value).toBe(5e12);
  });

  it('keeps the labels of the cache as settings', () => {
    const [cache] = reading.info.get('vllm:cache_config_info') ?? [];
    expect(cache).toMatchObject({ block_size: '128', num_gpu_blocks: '4096', engine: '0' });
    expect(Object.keys(cache ?? {})).toHaveLength(37);
  });

  it('reports when a family began, whatever series appeared in it later', () => {
    expect(reading.createdSeconds.get('vllm:prompt_tokens_total')).toBe(1.7958694510714324e9);
    expect(reading.createdSeconds.get('vllm:iteration_tokens_total')).toBeGreaterThan(1.79e9);
    expect(reading.createdSeconds.get('http_requests_total')).toBe(1.7958694714828842e9);
  });

  it.each([
    ['drops _total from declared counters, as the Python client does', '$1', '$1_total'],
    ['doubles _total, as the Rust frontend does', '$1_total', '$1_total_total'],
  ])('reads the same from OpenMetrics that %s', (_how, declared, written) => {
    const counters = [...text.matchAll(/^# TYPE (\S+)_total counter$/gm)].map(([, name]) => name);
    const counter = new RegExp(`^(${counters.join('|')})_total(?=[{ ])`, 'gm');
    const openMetrics = text
      .replaceAll(/^# TYPE (\S+)_total counter$/gm, `# TYPE ${declared} counter`)
      .replaceAll(counter, written);
    const other = readingOf(`${openMetrics}# EOF\n`, 'application/openmetrics-text');
    const withoutFamily = ({ series }: typeof reading): unknown =>
      series.map(({ family, ...rest }) => ({ ...rest, hasFamily: family !== '' }));
    expect(counters.length).toBeGreaterThan(20);
    expect(withoutFamily(other)).toEqual(withoutFamily(reading));
    expect(other.notes).toEqual([]);
    expect([...other.createdSeconds.values()]).toEqual([...reading.createdSeconds.values()]);
  });

  it('keeps two engines apart', () => {
    const other = text.replaceAll('engine="0"', 'engine="1"').replaceAll(/^#.*\n/gm, '');
    const both = readingOf(`${text}${other}`, CONTENT_TYPE);
    expect(seriesOf(both, 'kvCacheUsage').map(({ labels }) => labels['engine'])).toEqual([
      '0',
      '1',
    ]);
    expect(seriesOf(both, 'timeToFirstToken').map(({ histogram }) => histogram?.count)).toEqual([
      4877, 4877,
    ]);
    expect(seriesOf(both, 'httpRequests')).toHaveLength(11);
    expect(both.notes).toContain('http_requests_total: 11 duplicate series, the last one counts');
  });

  it('reads the label of reasons that early Rust frontends write', () => {
    const early = readingOf(text.replaceAll('finished_reason=', 'finish_reason='));
    expect(valuesOf(early, 'requestsFinished')['0 tiny length']).toBe(4875);
  });
});
