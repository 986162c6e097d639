import { describe, expect, it } from 'vitest';
import { QUANTITIES } from '../../src/scrape/quantities.ts';
import { madeUpBody, readingOf, recordedBody } from './readings.ts';

const MADE_UP = [
  'amd-exporter',
  'dcgm-exporter',
  'litellm',
  'lmdeploy',
  'nim',
  'sglang',
  'tei',
  'tgi',
  'triton',
  'trtllm',
];
const SPECULATING = [
  '# TYPE vllm:spec_decode_num_drafts_total counter',
  'vllm:spec_decode_num_drafts_total{engine="0"} 1',
  '# TYPE vllm:estimated_flops_per_gpu_total counter',
  'vllm:estimated_flops_per_gpu_total{engine="0"} 1e12',
  '# TYPE vllm:estimated_read_bytes_per_gpu_total counter',
  'vllm:estimated_read_bytes_per_gpu_total{engine="0"} 1e9',
  '# TYPE vllm:estimated_write_bytes_per_gpu_total counter',
  'vllm:estimated_write_bytes_per_gpu_total{engine="0"} 1e9',
  '',
].join('\n');

const bodies = [
  ...MADE_UP.map((name): [string, string] => [name, madeUpBody(name)]),
  ['vllm', recordedBody('vllm-server', 'metrics')] as const,
  ['llama-cpp', recordedBody('llama-server', 'metrics')] as const,
  ['llama-cpp', recordedBody('llama-server-current', 'metrics')] as const,
  ['vllm', SPECULATING] as const,
];

describe('the table of quantities', () => {
  it('holds no quantity that no server reports', () => {
    const reported = new Set<string>(
      bodies.flatMap(([, text]) => readingOf(text).series.map(({ quantity }) => quantity)),
    );
    expect(Object.keys(QUANTITIES).filter((name) => !reported.has(name))).toEqual([]);
  });

  it.each(bodies)('gives every reading of %s the shape of its kind', (server, text) => {
    const reading = readingOf(text);
    expect(reading.server).toBe(server);
    expect(reading.skippedLines).toBe(0);
    for (const { quantity, value, histogram } of reading.series) {
      const isHistogram = QUANTITIES[quantity].kind === 'histogram';
      expect([quantity, histogram === undefined]).toEqual([quantity, !isHistogram]);
      expect([quantity, value === undefined]).toEqual([quantity, isHistogram]);
    }
  });

  it.each(bodies)('has one reading of %s for each quantity and labels', (_server, text) => {
    const keys = readingOf(text).series.map(({ quantity, labels }) =>
      JSON.stringify([quantity, labels]),
    );
    expect(new Set(keys).size).toBe(keys.length);
  });

  it.each(bodies)('keeps ratios of %s between 0 and 1', (_server, text) => {
    for (const { quantity, value } of readingOf(text).series) {
      if (QUANTITIES[quantity].unit !== 'ratio') continue;
      expect([quantity, value !== undefined && value >= 0 && value <= 1]).toEqual([quantity, true]);
    }
  });
});
