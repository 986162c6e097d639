import type { DatasetDescription } from '@loadcell/core';
import { describe, expect, test } from 'vitest';
import { renderDataset } from '../../src/dataset/render-dataset.ts';

const EMPTY: DatasetDescription = {
  schema: 'loadcell/dataset/1',
  path: '/data/prompts.jsonl',
  bytes: 2048,
  format: { name: 'mooncake', title: 'a Mooncake trace' },
  formatBy: 'content',
  rows: 0,
  requests: 0,
  conversations: 0,
  withoutOutputLength: 0,
  apis: {},
  models: {},
  media: 0,
  leftOut: { unreadable: [], failed: [], filtered: [] },
  warnings: [],
};

const LENGTHS = {
  count: 2,
  min: 100,
  mean: 150.4,
  p50: 100,
  p95: 200,
  max: 200,
  total: 300,
  histogram: [
    { from: 64, to: 127, count: 1 },
    { from: 128, to: 255, count: 1 },
  ],
};

const linesOf = (description: Partial<DatasetDescription>, columns?: number): string[] =>
  renderDataset({ ...EMPTY, ...description }, columns).split('\n');

describe('renderDataset', () => {
  test('names the format and how it was found', () => {
    expect(linesOf({})[0]).toBe(
      'prompts.jsonl: a Mooncake trace (mooncake, recognized by content), 2.0 KiB',
    );
    expect(linesOf({ formatBy: 'name' })[0]).toContain('(mooncake, as named)');
  });

  test('says that a file without times sets no rate', () => {
    expect(linesOf({})).toContain(
      'arrivals         no times; a stage sets the rate or the concurrency',
    );
  });

  test('shows rate, burstiness and batches of arrivals', () => {
    const arrivals = {
      requests: 100,
      spanSeconds: 50,
      ratePerSecond: 2,
      mostInOneSecond: 10,
      gapVariation: 2,
      burstiness: 0.25,
      distinctTimes: 30,
      mostAtOneTime: 4,
    };
    expect(linesOf({ requests: 100, arrivals }).slice(4, 7)).toEqual([
      'arrivals         over 50.0 s at 2 req/s on average, at most 10 in one second',
      '                 burstiness 0.25; 1 is Poisson, less is burstier',
      '                 30 distinct times, up to 4 requests at one of them',
    ]);
  });

  test('shows what an endless cache would serve, and where the count ends', () => {
    const prefixes = {
      by: 'blocks',
      blocks: 41,
      hitBlocks: 24,
      tokens: 19_217,
      hitTokens: 12_076,
      hitRatio: 12_076 / 19_217,
      untilLine: 5000,
    } as const;
    const lines = linesOf({ prefixes });
    expect(lines).toContain(
      'shared prefixes  an endless cache would serve 62.8% of prompt tokens (12,076 of 19,217)',
    );
    expect(lines).toContain('                 24 of 41 blocks occurred before');
    expect(lines).toContain(
      '                 counted before line 5,000: too many different prefixes',
    );
  });

  test('shows lengths as a table and as bars, and where they come from', () => {
    const lines = linesOf(
      {
        requests: 2,
        input: { ...LENGTHS, origins: ['estimate', 'file'] },
        output: { ...LENGTHS, origins: ['file'], kinds: { demand: 1, cap: 1 } },
        withoutOutputLength: 3,
      },
      120,
    );
    expect(lines).toContain('input                   100       100       200       200       150');
    expect(lines).toContain(
      'Input lengths: estimated from words; pass --url or --tokenizer for exact counts, and as the file has it.',
    );
    expect(lines).toContain(
      'Output lengths: as the file has it; 1 exact, 1 at most, 3 without a length.',
    );
    expect(lines.filter((line) => line.includes('█'))).toHaveLength(4);
  });

  test('says what is left out and what is odd, with a few lines of each', () => {
    const lines = linesOf({
      leftOut: {
        unreadable: [{ reason: 'not JSON', count: 9, lines: [1, 2, 3, 4, 5] }],
        failed: [{ reason: 'no output tokens', count: 1, lines: [7] }],
        filtered: [],
      },
      warnings: [{ reason: 'a result without a call', count: 1, lines: [8] }],
    });
    expect(lines).toEqual(
      expect.arrayContaining([
        'Left out',
        '  9 × unreadable: not JSON (lines 1, 2, 3, 4, 5, …)',
        '  failed: no output tokens (line 7)',
        'Warnings',
        '  a result without a call (line 8)',
      ]),
    );
  });

  test('stays within the terminal, and lets no text of the file control it', () => {
    const reason = `expected ${'words '.repeat(40)}\u001B[2Jand more`;
    const warnings = [{ reason, count: 1, lines: [1] }];
    const lines = linesOf({ warnings, models: { 'a\u0007b': 2 } }, 80);
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(80);
    for (const control of ['\u0007', '\u001B']) expect(lines.join('')).not.toContain(control);
  });
});
