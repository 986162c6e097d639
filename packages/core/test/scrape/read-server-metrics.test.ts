import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readServerMetrics } from '../../src/scrape/read-server-metrics.ts';
import { onlySeries, readingOf, recordedBody, valuesOf } from './readings.ts';

describe('a body without metrics', () => {
  it.each([
    ['', 'an empty body'],
    [' \n', 'an empty body'],
    ['<!doctype html><title>502</title>', 'HTML or XML, not metrics'],
    ['{"error":{"code":501,"message":"no metrics"}}', 'JSON, not metrics'],
    ['[{"iter":1}]\n', 'JSON, not metrics'],
    ['Not Found\n', 'no metrics of a known server'],
    ['"Not Found"', 'no metrics of a known server'],
    ['{"error":', 'no metrics of a known server'],
    ['# TYPE up gauge\nup 1\n', 'no metrics of a known server'],
    [
      '# TYPE http_requests_total counter\nhttp_requests_total{handler="/"} 1\n',
      'no metrics of a known server',
    ],
  ])('%j has a reason', (text, unreadable) => {
    expect(readServerMetrics(text, 'text/plain')).toEqual({ unreadable });
  });
});

describe('a body of metrics', () => {
  it('is read after a byte order mark', () => {
    expect(readingOf('\uFEFFllamacpp:requests_processing 1\n').server).toBe('llama-cpp');
  });

  it('takes names of old versions after those of new ones', () => {
    const old = [
      '# TYPE vllm:gpu_cache_usage_perc gauge',
      'vllm:gpu_cache_usage_perc 0.25',
      '# TYPE vllm:gpu_prefix_cache_queries_total counter',
      'vllm:gpu_prefix_cache_queries_total 40',
      '',
    ].join('\n');
    const reading = readingOf(old);
    expect(onlySeries(reading, 'kvCacheUsage')).toMatchObject({
      value: 0.25,
      family: 'vllm:gpu_cache_usage_perc',
    });
    expect(onlySeries(reading, 'prefixCacheQueryTokens').value).toBe(40);
    expect(reading.notes).toEqual([
      'vllm:gpu_prefix_cache_* counts blocks, not tokens, up to about vLLM 0.8',
    ]);
    const both = readingOf(
      `${old}# TYPE vllm:kv_cache_usage_perc gauge\nvllm:kv_cache_usage_perc 0.5\n`,
    );
    expect(onlySeries(both, 'kvCacheUsage').value).toBe(0.5);
  });

  it('keeps the newest labels of a state whose value is a time', () => {
    const reading = readingOf(
      [
        '# TYPE vllm:lora_requests_info gauge',
        'vllm:lora_requests_info{running_lora_adapters="a",waiting_lora_adapters=""} 1795869323',
        'vllm:lora_requests_info{running_lora_adapters="a,b",waiting_lora_adapters="c"} 1795869325',
        'vllm:lora_requests_info{running_lora_adapters="",waiting_lora_adapters=""} 1795869324',
        '',
      ].join('\n'),
    );
    expect(reading.info.get('vllm:lora_requests_info')).toEqual([
      { running_lora_adapters: 'a,b', waiting_lora_adapters: 'c' },
    ]);
  });

  it('reports the newest engine that began, and the oldest series within it', () => {
    const reading = readingOf(
      [
        'vllm:request_success_total{engine="0",finished_reason="stop"} 1',
        'vllm:request_success_created{engine="0",finished_reason="stop"} 100',
        'vllm:request_success_created{engine="0",finished_reason="abort"} 900',
        'vllm:request_success_created{engine="1",finished_reason="stop"} 500',
        'vllm:request_success_created{engine="1",finished_reason="abort"} 700',
        '',
      ].join('\n'),
    );
    expect(reading.createdSeconds.get('vllm:request_success_total')).toBe(500);
  });

  it('has no start of the process where several are reported', () => {
    const text = 'vllm:num_requests_running 0\nprocess_start_time_seconds';
    expect(readingOf(`${text} 5\n`).processStartSeconds).toBe(5);
    expect(readingOf(`${text}{pid="1"} 5\n${text.split('\n')[1]}{pid="2"} 6\n`)).not.toHaveProperty(
      'processStartSeconds',
    );
  });

  it('is that of the server with the most families, and the others are noted', () => {
    const reading = readingOf(
      'DCGM_FI_DEV_GPU_UTIL{gpu="0"} 5\nvllm:num_requests_running 1\nvllm:num_requests_waiting 1\n',
    );
    expect(reading.server).toBe('vllm');
    expect(reading.notes).toEqual(['metrics of dcgm-exporter in the same body are ignored']);
  });

  it('keeps a label that is named like a property of every object', () => {
    const reading = readingOf(
      'vllm:cache_config_info{__proto__="x",constructor="y"} 1\nvllm:num_requests_running 1\n',
    );
    const [labels] = reading.info.get('vllm:cache_config_info') ?? [];
    expect(Object.entries(labels ?? {})).toEqual([
      ['__proto__', 'x'],
      ['constructor', 'y'],
    ]);
  });

  it('may have 50,000 series', () => {
    const lines = Array.from(
      { length: 50_000 },
      (_, index) => `vllm:num_requests_running{engine="${index}",model_name="m"} ${index}\n`,
    );
    const reading = readingOf(`# TYPE vllm:num_requests_running gauge\n${lines.join('')}`);
    expect(reading.series).toHaveLength(50_000);
    expect(valuesOf(reading, 'requestsRunning')['49999 m']).toBe(49_999);
  });

  it('may have more creation times than a call has arguments', () => {
    const lines = Array.from(
      { length: 130_000 },
      (_, index) => `vllm:prompt_tokens_created{engine="${index}"} ${index}\n`,
    );
    const reading = readingOf(`vllm:prompt_tokens 1\n${lines.join('')}`);
    expect(reading.createdSeconds.get('vllm:prompt_tokens')).toBe(129_999);
  });

  it('may have a value of a million digits that is no number', () => {
    const reading = readingOf(
      `vllm:num_requests_running ${'1'.repeat(1_000_000)}x\nvllm:num_requests_waiting 1\n`,
    );
    expect(reading.skippedLines).toBe(1);
  });
});

const vllm = recordedBody('vllm-server', 'metrics');
const lines = vllm.split('\n');

/** Marks and words of the format, in any order. */
const arbitraryToken = fc.oneof(
  fc.constantFrom('{', '}', '"', '\\', ',', '=', ' ', '\t', '\n', '\r', '#', '# TYPE ', '# EOF'),
  fc.constantFrom('vllm:prompt_tokens', '_total', '_bucket', '_sum', '_count', '_created', 'le'),
  fc.constantFrom(' counter', ' gauge', ' histogram', ' summary', 'NaN', '+Inf', '1e9', '-0'),
  fc.string({ unit: 'grapheme', maxLength: 4 }),
);
const arbitraryBody = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.array(arbitraryToken, { maxLength: 60 }).map((tokens) => tokens.join('')),
  // Lines of a real server in any order, some of them cut.
  fc
    .array(fc.tuple(fc.nat(lines.length - 1), fc.option(fc.nat(80))), { maxLength: 60 })
    .map((picks) =>
      picks.map(([index, cut]) => (lines[index] ?? '').slice(0, cut ?? undefined)).join('\n'),
    ),
);

describe('any body', () => {
  it('has a reading or a reason', () => {
    fc.assert(
      fc.property(arbitraryBody, fc.string(), (text, contentType) => {
        const reading = readServerMetrics(text, contentType);
        expect('unreadable' in reading ? reading.unreadable : reading.server).not.toBe('');
        const series = 'unreadable' in reading ? [] : reading.series;
        for (const { value, histogram, quantum } of series) {
          expect(value === undefined).toBe(histogram !== undefined);
          expect(Number.isFinite(value ?? histogram?.sum)).toBe(true);
          expect(Number.isFinite(quantum)).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('that is cut anywhere has no value that the whole does not have', () => {
    const whole = new Map(
      readingOf(vllm).series.map((series) => [
        JSON.stringify([series.quantity, series.labels]),
        JSON.stringify(series),
      ]),
    );
    fc.assert(
      fc.property(fc.nat(vllm.length), (length) => {
        const reading = readServerMetrics(vllm.slice(0, length), 'text/plain');
        for (const series of 'unreadable' in reading ? [] : reading.series) {
          const key = JSON.stringify([series.quantity, series.labels]);
          expect(JSON.stringify(series)).toBe(whole.get(key));
        }
      }),
      { numRuns: 100 },
    );
  });

  it('keeps any label value that is escaped', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (name) => {
        const escaped = name
          .replaceAll('\\', '\\\\')
          .replaceAll('"', '\\"')
          .replaceAll('\n', '\\n');
        const reading = readingOf(
          `# TYPE vllm:num_requests_running gauge\nvllm:num_requests_running{model_name="${escaped}"} 1\n`,
        );
        expect(onlySeries(reading, 'requestsRunning').labels).toEqual({ model_name: name });
      }),
    );
  });
});
