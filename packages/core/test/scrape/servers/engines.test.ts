import { describe, expect, it } from 'vitest';
import { madeUpBody, onlySeries, readingOf, valuesOf } from '../readings.ts';

/** Values of all series but histograms, by quantity and labels. */
function scalarsOf(reading: ReturnType<typeof readingOf>): Record<string, number | undefined> {
  return Object.fromEntries(
    reading.series.flatMap(({ quantity, labels, value, histogram }) =>
      histogram === undefined ? [[[quantity, ...Object.values(labels)].join(' '), value]] : [],
    ),
  );
}

/** Names of the quantities that are histograms with these figures. */
function histogramsLike(reading: ReturnType<typeof readingOf>, figures: object): readonly string[] {
  return reading.series
    .filter(({ histogram }) => JSON.stringify(histogram) === JSON.stringify(figures))
    .map(({ quantity }) => quantity);
}

describe('metrics of LMDeploy', () => {
  const reading = readingOf(madeUpBody('lmdeploy'));

  it('reads gauges and counters, also counters that are typed as gauges', () => {
    expect(reading.server).toBe('lmdeploy');
    expect(scalarsOf(reading)).toEqual({
      'requestsRunning m 0': 5,
      'requestsWaiting m 0': 2,
      'frontendRequestsWaiting m 0': 1,
      'frontendRequestsRouted m 0': 7,
      'kvCacheUsage m 0': 0.25,
      'prefixCacheQueryTokens m 0': 2000,
      'prefixCacheHitTokens m 0': 500,
      'promptTokens m 0': 2000,
      'generatedTokens m 0': 900,
      'specDecodeDrafts m 0': 30,
      'specDecodeDraftTokens m 0': 90,
      'specDecodeAcceptedTokens m 0': 45,
      'specDecodeAcceptedTokensByPosition m 0 0': 25,
      'specDecodeAcceptedTokensByPosition m 0 1': 20,
      'requestsFinished m 0 stop': 38,
      'requestsFinished m 0 length': 2,
      'requestsSucceeded m 0': 40,
      'requestsFailed m 0': 3,
    });
  });

  it('reads histograms, also one of seconds whose name does not say it', () => {
    const figures = {
      sum: 20_500,
      count: 40,
      upperEdges: [100, 1000, Infinity],
      cumulativeCounts: [10, 39, 40],
    };
    expect(histogramsLike(reading, figures)).toEqual([
      'queueTime',
      'prefillTime',
      'decodeTime',
      'inferenceTime',
      'timeToFirstToken',
      'interTokenLatency',
      'timePerOutputToken',
      'endToEndLatency',
    ]);
    expect(onlySeries(reading, 'iterationTokens').histogram?.sum).toBe(660);
  });

  it('keeps the configuration of the backend', () => {
    expect(reading.info.get('lmdeploy:backend_config_info')).toEqual([
      { backend: 'turbomind', cache_max_entry_count: '0.8', engine: '0' },
    ]);
  });
});

describe('metrics of trtllm-serve', () => {
  const text = madeUpBody('trtllm');
  const reading = readingOf(text);

  it('reads gauges and counters, and says of its cache that it counts blocks', () => {
    expect(reading.server).toBe('trtllm');
    expect(scalarsOf(reading)).toEqual({
      'requestsRunning m pytorch': 6,
      'requestsWaiting m pytorch': 3,
      'requestsPaused m pytorch': 1,
      'kvCacheUsage m pytorch': 0.75,
      'kvCacheBlocksTotal m pytorch': 4096,
      'kvCacheTokensPerBlock m pytorch': 32,
      'prefixCacheQueryBlocks m pytorch': 200,
      'prefixCacheHitBlocks m pytorch': 120,
      'prefixCacheHitTokens m pytorch': 3840,
      'prefixCacheHitTokensBySource m pytorch 0 device': 3800,
      'prefixCacheHitTokensBySource m pytorch 1 host': 40,
      'promptTokens m pytorch': 6400,
      'generatedTokens m pytorch': 1500,
      'lastStepTime m pytorch': 25,
      'lastStepRequests m pytorch': 6,
      'lastStepPromptTokens m pytorch': 128,
      'lastStepTokensPerRequest m pytorch': 1.5,
      'specDecodeDraftTokens m pytorch': 300,
      'specDecodeAcceptedTokens m pytorch': 150,
      'specDecodeDraftTokensByPosition m pytorch 0': 200,
      'specDecodeDraftTokensByPosition m pytorch 1': 100,
      'specDecodeAcceptedTokensByPosition m pytorch 0': 110,
      'specDecodeAcceptedTokensByPosition m pytorch 1': 40,
      'specDecodeAcceptedLength m pytorch': 2.25,
      'requestsFinished m pytorch stop': 20,
      'requestsFailed m pytorch 429': 2,
      'requestsCompleted m pytorch': 21,
      'deviceMemoryUsed m pytorch': 70e9,
    });
    expect([...reading.info.keys()]).toHaveLength(4);
  });

  it('reads histograms', () => {
    const figures = {
      sum: 8250,
      count: 20,
      upperEdges: [100, 1000, Infinity],
      cumulativeCounts: [5, 20, 20],
    };
    expect(histogramsLike(reading, figures)).toEqual([
      'queueTime',
      'prefillTime',
      'decodeTime',
      'inferenceTime',
      'timeToFirstToken',
      'timePerOutputToken',
      'endToEndLatency',
    ]);
  });

  it('reads the same families under the other prefix', () => {
    const other = readingOf(text.replaceAll('trtllm_', 'trtllm:'));
    expect(scalarsOf(other)).toEqual(scalarsOf(reading));
    expect(onlySeries(other, 'requestsRunning').family).toBe('trtllm:num_requests_running');
  });

  it('reads the older label of reasons', () => {
    const older = readingOf(text.replaceAll('finished_reason', 'finish_reason'));
    expect(valuesOf(older, 'requestsFinished')).toEqual({ 'm pytorch stop': 20 });
  });
});

describe('metrics of NIM 1.x', () => {
  const reading = readingOf(madeUpBody('nim'));

  it('reads families that have no prefix', () => {
    expect(reading.server).toBe('nim');
    expect(scalarsOf(reading)).toEqual({
      'requestsRunning m': 2,
      'requestsWaiting m': 1,
      'requestsRunningLimit m': 256,
      'kvCacheUsage m': 0.1,
      'promptTokens m': 500,
      'generatedTokens m': 250,
      'requestsFinished m stop': 8,
      'requestsFinished m length': 2,
      'requestsSucceeded m': 9,
      'requestsFailed m': 1,
      'deviceUtilization 0': 0.5,
      'devicePower 0': 250,
      'deviceEnergy 0': 123_456,
    });
    const figures = {
      sum: 2250,
      count: 10,
      upperEdges: [100, Infinity],
      cumulativeCounts: [9, 10],
    };
    expect(histogramsLike(reading, figures)).toEqual([
      'timeToFirstToken',
      'interTokenLatency',
      'endToEndLatency',
    ]);
    expect(onlySeries(reading, 'promptTokensPerRequest').histogram?.sum).toBe(500);
    expect(onlySeries(reading, 'generatedTokensPerRequest').histogram?.sum).toBe(500);
  });

  it('is vLLM where the backend passes on its own families', () => {
    const passed = `# TYPE vllm:num_requests_running gauge\nvllm:num_requests_running 1\n`;
    expect(readingOf(passed).server).toBe('vllm');
  });
});
