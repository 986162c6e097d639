import { describe, expect, it } from 'vitest';
import { onlySeries, readingOf, recordedBody, seriesOf } from '../readings.ts';

describe('metrics of llama.cpp', () => {
  const fork = readingOf(recordedBody('llama-server', 'metrics'));
  const current = readingOf(recordedBody('llama-server-current', 'metrics'));

  it('reads all values of the recorded fork', () => {
    expect(fork.server).toBe('llama-cpp');
    expect(fork.notes).toEqual([]);
    expect(fork.skippedLines).toBe(0);
    expect(fork.series.map(({ quantity, value, labels }) => [quantity, value, labels])).toEqual([
      ['requestsRunning', 0, {}],
      ['requestsWaiting', 0, {}],
      ['kvCacheUsage', 0.0229492, {}],
      ['kvCacheTokens', 94, {}],
      ['computedPromptTokens', 87, {}],
      ['generatedTokens', 30, {}],
      ['busyPromptTime', 4, {}],
      ['busyDecodeTime', 1, {}],
    ]);
  });

  it('reads all values of the recorded current version', () => {
    expect(current.series.map(({ quantity }) => quantity)).toEqual([
      'requestsRunning',
      'requestsWaiting',
      'promptTokens',
      'computedPromptTokens',
      'prefixCacheQueryTokens',
      'prefixCacheHitTokens',
      'generatedTokens',
      'busyPromptTime',
      'busyDecodeTime',
      'decodeSteps',
      'specDecodeDrafts',
      'specDecodeDraftTokens',
      'specDecodeAcceptedTokens',
    ]);
    expect(new Set(current.series.map(({ value }) => value))).toEqual(new Set([0]));
  });

  it('never reads means since the last scrape or since the start', () => {
    const families = current.series.map(({ family }) => family).join(' ');
    expect(families).not.toMatch(/tokens_seconds |n_busy_slots|n_tokens_max/);
  });

  it('reads prompt tokens with cached ones as the sum of both families', () => {
    const text = recordedBody('llama-server-current', 'metrics')
      .replace('llamacpp:prompt_tokens_total 0', 'llamacpp:prompt_tokens_total 1200')
      .replace('llamacpp:prompt_tokens_cached_total 0', 'llamacpp:prompt_tokens_cached_total 300');
    const reading = readingOf(text);
    expect(onlySeries(reading, 'promptTokens')).toMatchObject({
      value: 1500,
      family: 'llamacpp:prompt_tokens_total + llamacpp:prompt_tokens_cached_total',
    });
    expect(onlySeries(reading, 'computedPromptTokens').value).toBe(1200);
    expect(onlySeries(reading, 'prefixCacheQueryTokens').value).toBe(1500);
    expect(onlySeries(reading, 'prefixCacheHitTokens').value).toBe(300);
  });

  it('has no prompt tokens with cached ones where the cached ones are not counted', () => {
    expect(seriesOf(fork, 'promptTokens')).toEqual([]);
  });

  it.each([
    ['999999', 0],
    ['1.23457e+06', 10],
    ['1.23457e+07', 100],
    ['1e+06', 10],
  ])('reports the step of six significant digits for a count of %s', (written, quantum) => {
    const text = recordedBody('llama-server', 'metrics').replace(
      'llamacpp:tokens_predicted_total 30',
      `llamacpp:tokens_predicted_total ${written}`,
    );
    expect(onlySeries(readingOf(text), 'generatedTokens')).toMatchObject({
      value: Number(written),
      quantum,
    });
  });

  it('reports the step of six significant digits for a time, in milliseconds', () => {
    const text = recordedBody('llama-server', 'metrics').replace(
      'llamacpp:prompt_seconds_total 0.004',
      'llamacpp:prompt_seconds_total 123.4',
    );
    const series = onlySeries(readingOf(text), 'busyPromptTime');
    expect(series.value).toBe(123_400);
    expect(series.quantum).toBeCloseTo(1, 9);
  });

  it('reads metrics that were sent as one JSON string', () => {
    const quoted = JSON.stringify(recordedBody('llama-server', 'metrics'));
    expect(readingOf(quoted, 'application/json; charset=utf-8')).toEqual(fork);
  });
});
