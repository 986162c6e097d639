import { describe, expect, it } from 'vitest';
import { onlySeries, readingOf, seriesOf, valuesOf } from '../readings.ts';

/** Readings of running requests, whose gauge has the given lines. */
function running(...lines: readonly string[]): ReturnType<typeof readingOf> {
  return readingOf(`# TYPE vllm:num_requests_running gauge\n${lines.join('\n')}\n`);
}

function histogram(...lines: readonly string[]): ReturnType<typeof readingOf> {
  return readingOf(
    `# TYPE vllm:request_prompt_tokens histogram\n${lines.map((line) => `vllm:request_prompt_tokens${line}\n`).join('')}vllm:num_requests_running 0\n`,
  );
}

describe('the text format', () => {
  it.each([
    ['vllm:num_requests_running{engine="0",model_name="m"} 3'],
    ['vllm:num_requests_running{engine="0",model_name="m",} 3'],
    ['vllm:num_requests_running { engine = "0" , model_name\t=\t"m" , }\t3'],
    ['\t vllm:num_requests_running{engine="0",model_name="m"}3'],
    ['vllm:num_requests_running{engine="0",model_name="m"} 3 1395066363000'],
    ['vllm:num_requests_running{model_name="m",engine="0"} 3.0e+00 \r'],
    ['{"vllm:num_requests_running",engine="0",model_name="m"} 3'],
    ['{"vllm:num_requests_running","engine"="0","model_name"="m"} 3'],
    ['vllm:num_requests_running{engine="0",model_name="m",} 0x1.8p1'],
  ])('reads %j', (line) => {
    const reading = running(line);
    expect(reading.skippedLines).toBe(0);
    expect(onlySeries(reading, 'requestsRunning')).toMatchObject({
      labels: { engine: '0', model_name: 'm' },
      value: 3,
    });
  });

  it.each([
    [String.raw`a\"b`, 'a"b'],
    [String.raw`a\\b`, String.raw`a\b`],
    [String.raw`a\nb`, 'a\nb'],
    [String.raw`a\\nb`, String.raw`a\nb`],
    [String.raw`C:\models`, String.raw`C:\models`],
    ['a}b,c="d" # e=1', undefined],
    ['a}b,c=d # e', 'a}b,c=d # e'],
    ['lora-1,lora-2', 'lora-1,lora-2'],
    ['模型 {x="1"}'.replaceAll('"', ''), '模型 {x=1}'],
    ['', ''],
  ])('reads the label value %j', (written, value) => {
    const reading = running(
      `vllm:num_requests_running{model_name="${written}"} 1`,
      'vllm:num_requests_running{model_name="other"} 2',
    );
    const names = seriesOf(reading, 'requestsRunning').map(({ labels }) => labels['model_name']);
    expect(names).toEqual(value === undefined ? ['other'] : [value, 'other']);
    expect(reading.skippedLines).toBe(value === undefined ? 1 : 0);
  });

  it.each([
    ['vllm:num_requests_running'],
    ['vllm:num_requests_running{engine="0"}'],
    ['vllm:num_requests_running{engine="0"} three'],
    ['vllm:num_requests_running{engine="0"} 3 soon'],
    ['vllm:num_requests_running{engine="0"} 3 1 2'],
    ['vllm:num_requests_running{engine="0" 3'],
    ['vllm:num_requests_running{engine=0} 3'],
    ['vllm:num_requests_running{engine="0} 3'],
    ['vllm:num_requests_running{engine="0",engine="1"} 3'],
    ['vllm:num_requests_running{engine="0",,} 3'],
    ['vllm:num_requests_running{"a","b"} 3'],
    ['{engine="0"} 3'],
    ['= 3'],
    ['Not Found'],
  ])('skips and counts %j, and reads on', (line) => {
    const reading = running(line, 'vllm:num_requests_running{engine="1"} 2');
    expect(reading.skippedLines).toBe(1);
    expect(valuesOf(reading, 'requestsRunning')).toEqual({ '1': 2 });
  });

  it.each(['NaN', '+Inf', '-Inf', 'nan', 'Infinity'])(
    'has no reading of %s, and keeps the others of the body',
    (written) => {
      const reading = running(
        `vllm:num_requests_running{engine="0"} ${written}`,
        'vllm:num_requests_running{engine="1"} 2',
      );
      expect(valuesOf(reading, 'requestsRunning')).toEqual({ '1': 2 });
      expect(reading.skippedLines).toBe(0);
    },
  );

  it('keeps the later of two series with the same labels, and notes it', () => {
    const reading = running(
      'vllm:num_requests_running{engine="0",model_name="m"} 1',
      'vllm:num_requests_running{model_name="m",engine="0"} 5',
    );
    expect(valuesOf(reading, 'requestsRunning')).toEqual({ '0 m': 5 });
    expect(reading.notes).toEqual([
      'vllm:num_requests_running: 1 duplicate series, the last one counts',
    ]);
  });

  it('keeps engines apart', () => {
    const reading = running(
      'vllm:num_requests_running{engine="0",model_name="m"} 1',
      'vllm:num_requests_running{engine="1",model_name="m"} 5',
    );
    expect(valuesOf(reading, 'requestsRunning')).toEqual({ '0 m': 1, '1 m': 5 });
  });

  it('drops the family in which a body is cut, and keeps those before it', () => {
    const whole = [
      '# TYPE vllm:num_requests_running gauge',
      'vllm:num_requests_running 3',
      '# TYPE vllm:prompt_tokens_by_source_total counter',
      'vllm:prompt_tokens_by_source_total{source="local_compute"} 500',
      'vllm:prompt_tokens_by_source_total{source="local_compute",rank="1"} 24',
    ].join('\n');
    const reading = readingOf(whole);
    expect(reading.series.map(({ quantity }) => quantity)).toEqual(['requestsRunning']);
    expect(reading.skippedLines).toBe(1);
    expect(reading.notes).toEqual(['the body is truncated']);
    expect(valuesOf(readingOf(`${whole}\n`), 'computedPromptTokens')).toEqual({ '': 524 });
  });

  it('keeps all families before a comment in which a body is cut', () => {
    const reading = readingOf('vllm:num_requests_running 3\n# HELP vllm:num_req');
    expect(valuesOf(reading, 'requestsRunning')).toEqual({ '': 3 });
    expect(reading.notes).toEqual(['the body is truncated']);
  });
});

describe('histograms', () => {
  it('are sorted by edges compared as numbers', () => {
    const reading = histogram(
      '_sum 30',
      '_bucket{le="+Inf"} 5',
      '_bucket{le="1e+01"} 4',
      '_bucket{le="2.0"} 1',
      '_count 5',
    );
    expect(onlySeries(reading, 'promptTokensPerRequest').histogram).toEqual({
      sum: 30,
      count: 5,
      upperEdges: [2, 10, Infinity],
      cumulativeCounts: [1, 4, 5],
    });
  });

  it('note an edge that is there twice, however it is written', () => {
    const reading = histogram(
      '_bucket{le="1"} 1',
      '_bucket{le="1.0"} 2',
      '_bucket{le="+Inf"} 3',
      '_sum 3',
      '_count 3',
    );
    expect(onlySeries(reading, 'promptTokensPerRequest').histogram?.cumulativeCounts).toEqual([
      2, 3,
    ]);
    expect(reading.notes).toHaveLength(1);
  });

  it.each([
    [['_bucket{le="1"} 1', '_sum 1', '_count 1'], 'it has no +Inf bucket'],
    [['_bucket{le="+Inf"} 1', '_count 1'], 'it has no sum'],
    [['_bucket{le="+Inf"} 1', '_sum NaN', '_count 1'], 'it has no sum'],
    [['_bucket{le="+Inf"} 1', '_sum 1'], 'its count differs from its +Inf bucket'],
    [['_bucket{le="+Inf"} 1', '_sum 1', '_count 2'], 'its count differs from its +Inf bucket'],
    [
      ['_bucket{le="1"} 3', '_bucket{le="+Inf"} 1', '_sum 1', '_count 1'],
      'its buckets are not cumulative',
    ],
    [
      ['_bucket{le="1"} NaN', '_bucket{le="+Inf"} 1', '_sum 1', '_count 1'],
      'its buckets are not cumulative',
    ],
  ])('are left out with a note when %j', (lines, reason) => {
    const reading = histogram(...lines);
    expect(seriesOf(reading, 'promptTokensPerRequest')).toEqual([]);
    expect(reading.notes).toEqual([`vllm:request_prompt_tokens is ignored: ${reason}`]);
  });

  it('skip a bucket without an edge', () => {
    const reading = histogram('_bucket 1', '_bucket{le="x"} 1', '_bucket{le="+Inf"} 1');
    expect(reading.skippedLines).toBe(2);
  });

  it('are read only where their type is declared', () => {
    const undeclared = readingOf(
      'vllm:request_prompt_tokens_bucket{le="+Inf"} 1\nvllm:request_prompt_tokens_sum 1\nvllm:request_prompt_tokens_count 1\nvllm:num_requests_running 0\n',
    );
    expect(seriesOf(undeclared, 'promptTokensPerRequest')).toEqual([]);
    const summary = readingOf(
      '# TYPE vllm:request_prompt_tokens summary\nvllm:request_prompt_tokens{quantile="0.5"} 1\nvllm:request_prompt_tokens_sum 1\nvllm:request_prompt_tokens_count 1\nvllm:num_requests_running 0\n',
    );
    expect(seriesOf(summary, 'promptTokensPerRequest')).toEqual([]);
    const gauges = readingOf(
      '# TYPE vllm:request_prompt_tokens gaugehistogram\nvllm:request_prompt_tokens_bucket{le="+Inf"} 1\nvllm:request_prompt_tokens_gsum 1\nvllm:request_prompt_tokens_gcount 1\nvllm:num_requests_running 0\n',
    );
    expect(seriesOf(gauges, 'promptTokensPerRequest')).toEqual([]);
  });
});
