import { describe, expect, it } from 'vitest';
import { ConfigError } from '../../src/spec/error/errors.ts';
import { parseTraceFile } from '../../src/workload/trace-file.ts';

const parse = (text: string): unknown => parseTraceFile(text, 'trace');

const ROWS = [
  { atMs: 0, inputTokens: 100, outputTokens: 20 },
  { atMs: 2.5, inputTokens: 7, outputTokens: 1 },
  { atMs: 2.5, inputTokens: 8, outputTokens: 2 },
];

describe('a trace', () => {
  it('can be JSON, one request per line', () => {
    expect(parse(ROWS.map((row) => JSON.stringify(row)).join('\n'))).toEqual(ROWS);
  });

  it('can be CSV with a header, with columns in any order and others in between', () => {
    const text = [
      'inputTokens,user,"atMs",outputTokens',
      '100,a,0,20',
      '7,b,2.5,1',
      '8,,2.5,2',
      '',
    ].join('\r\n');
    expect(parse(text)).toEqual(ROWS);
  });

  it('can have the format that Mooncake publishes', () => {
    const line = (timestamp: number): string =>
      JSON.stringify({ timestamp, input_length: 9, output_length: 3, hash_ids: [1] });
    const blocks = { blocks: ['1'], blockTokens: 512 };
    expect(parse(`${line(3000)}\n${line(4500)}`)).toEqual([
      { atMs: 0, inputTokens: 9, outputTokens: 3, ...blocks },
      { atMs: 1500, inputTokens: 9, outputTokens: 3, ...blocks },
    ]);
  });

  it('starts at its first request, whatever its time', () => {
    const text = 'atMs,inputTokens,outputTokens\n1000,1,1\n1400,1,1';
    expect(parse(text)).toMatchObject([{ atMs: 0 }, { atMs: 400 }]);
  });

  it.each([
    [
      'a header without a required column',
      'atMs,inputTokens\n1,2',
      /line 1: expected.*outputTokens/,
    ],
    ['a time without a unit', 'time,inputTokens,outputTokens\n1,2,3', /line 1.*atMs/],
    ['a cell that is not a number', 'atMs,inputTokens,outputTokens\n1,x,3', /line 2/],
    ['a missing cell', 'atMs,inputTokens,outputTokens\n1,2', /line 2/],
    [
      'a time before the previous one',
      'atMs,inputTokens,outputTokens\n5,1,1\n4,1,1',
      /line 3: goes back.*5 to 4/,
    ],
    ['a negative time', '{"atMs":-1,"inputTokens":1,"outputTokens":1}', /line 1/],
    ['half a token', '{"atMs":1,"inputTokens":1.5,"outputTokens":1}', /line 1/],
    [
      'a line that is not JSON',
      '{"atMs":1,"inputTokens":1,"outputTokens":1}\n{',
      /line 2: not JSON/,
    ],
    ['only a header', 'atMs,inputTokens,outputTokens\n', /is empty/],
    ['no content', '', /is empty/],
  ])('is rejected with %s, with the line number', (_what, text, message) => {
    expect(() => parse(text)).toThrow(ConfigError);
    expect(() => parse(text)).toThrow(message);
  });
});
