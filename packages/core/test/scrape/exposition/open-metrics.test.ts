import { describe, expect, it } from 'vitest';
import { onlySeries, readingOf, valuesOf } from '../readings.ts';

const TEXT = 'text/plain; version=0.0.4; charset=utf-8';
const OPEN_METRICS = 'application/openmetrics-text; version=1.0.0; charset=utf-8';

describe('OpenMetrics', () => {
  const BODY = [
    '# TYPE vllm:prompt_tokens counter',
    '# UNIT vllm:prompt_tokens tokens',
    '# HELP vllm:prompt_tokens Prompt tokens.',
    'vllm:prompt_tokens_total{engine="0"} 1234.0 1795869322.915 # {trace_id="a # b"} 17.0 1795869322.9',
    'vllm:prompt_tokens_created{engine="0"} 1795869300.5',
    '# TYPE vllm:time_to_first_token_seconds histogram',
    '# UNIT vllm:time_to_first_token_seconds seconds',
    'vllm:time_to_first_token_seconds_bucket{engine="0",le="0.5"} 3 # {trace_id="x"} 0.4',
    'vllm:time_to_first_token_seconds_bucket{engine="0",le="+Inf"} 4 # {} 9 1795869322',
    'vllm:time_to_first_token_seconds_sum{engine="0"} 10.5',
    'vllm:time_to_first_token_seconds_count{engine="0"} 4',
    'vllm:time_to_first_token_seconds_created{engine="0"} 1795869301',
    '# TYPE vllm:engine_sleep_state stateset',
    'vllm:engine_sleep_state{engine="0",sleep_state="awake"} 1',
    '# TYPE vllm:cache_config info',
    'vllm:cache_config_info{engine="0",block_size="16"} 1',
    '# TYPE vllm:num_requests_running unknown',
    'vllm:num_requests_running{engine="0"} 2',
    '# EOF',
    '',
  ].join('\n');

  it.each([OPEN_METRICS, TEXT, ''])('is read whatever the content type says: %j', (type) => {
    const reading = readingOf(BODY, type);
    expect(reading.notes).toEqual([]);
    expect(reading.skippedLines).toBe(0);
    expect(valuesOf(reading, 'promptTokens')).toEqual({ '0': 1234 });
    expect(valuesOf(reading, 'requestsRunning')).toEqual({ '0': 2 });
    expect(valuesOf(reading, 'sleepState')).toEqual({ '0 awake': 1 });
    expect(onlySeries(reading, 'timeToFirstToken').histogram).toEqual({
      sum: 10_500,
      count: 4,
      upperEdges: [500, Infinity],
      cumulativeCounts: [3, 4],
    });
    expect(reading.info.get('vllm:cache_config_info')).toEqual([{ engine: '0', block_size: '16' }]);
    expect(reading.createdSeconds.get('vllm:prompt_tokens_total')).toBe(1_795_869_300.5);
    expect(reading.createdSeconds.get('vllm:time_to_first_token_seconds')).toBe(1_795_869_301);
  });

  it('needs no line feed after its end mark', () => {
    expect(readingOf(BODY.trimEnd(), OPEN_METRICS).notes).toEqual([]);
  });

  it('is truncated when its end mark is missing', () => {
    const cut = BODY.slice(0, BODY.indexOf('# TYPE vllm:cache_config'));
    const reading = readingOf(cut, OPEN_METRICS);
    expect(reading.notes).toEqual(['the body is truncated']);
    expect(valuesOf(reading, 'promptTokens')).toEqual({ '0': 1234 });
  });

  it('notes what follows its end mark', () => {
    expect(readingOf(`${BODY}vllm:num_requests_waiting 1\n`, OPEN_METRICS).notes).toEqual([
      'the body continues after its end mark',
    ]);
  });

  it.each(['vllm:prompt_tokens', 'vllm:prompt_tokens_total', 'vllm:prompt_tokens_total_total'])(
    'reads a counter that is spelled %s',
    (name) => {
      for (const declared of [name, 'vllm:prompt_tokens']) {
        const reading = readingOf(`# TYPE ${declared} counter\n${name}{engine="0"} 7\n`);
        expect(onlySeries(reading, 'promptTokens')).toMatchObject({ value: 7, family: name });
      }
    },
  );

  it('reads a histogram whose name ends like that of a counter', () => {
    const reading = readingOf(
      '# TYPE vllm:iteration_tokens_total histogram\nvllm:iteration_tokens_total_bucket{le="+Inf"} 2\nvllm:iteration_tokens_total_sum 50\nvllm:iteration_tokens_total_count 2\n# EOF\n',
      OPEN_METRICS,
    );
    expect(onlySeries(reading, 'iterationTokens').histogram?.sum).toBe(50);
  });
});
