import { describe, expect, it } from 'vitest';
import { shapeOf } from '../../../../src/workload/dataset/detect/shape-of.ts';

describe('the shape of a file', () => {
  it.each([
    ['file', ['{"a": 1}', '{"a": 2}'], 'jsonl'],
    ['file', ['"What?"', '"Why?"'], 'jsonl'],
    ['file', ['{"a": ', '{"a": 2}'], 'jsonl'],
    ['file.ndjson', ['damaged', '{"a": 2}'], 'jsonl'],
    ['file', ['{"data": [{"a": 1}]}'], 'json'],
    ['file', ['{"data": [1]}', '{"data": [2]}'], 'jsonl'],
    ['file', ['{', '  "data": ['], 'json'],
    ['file', ['[{"a": 1}]'], 'json'],
    ['file', ['[', '  {'], 'json'],
    ['file', ['a,b', '1,2'], 'csv'],
    ['file', ['"a","b"', '"1, 2",2'], 'csv'],
    ['file', ['a,b', '"1', '2",2'], 'csv'],
    ['file.csv', ['prompt', 'What?'], 'csv'],
    ['file', ['Well, what is it?', 'Why?'], 'text'],
    ['file.txt', ['a,b', '1,2'], 'text'],
    ['file.txt', ['"What?"'], 'text'],
    ['file.txt', ['{"a": 1}', '{"a": 2}'], 'jsonl'],
    ['file.jsonl', ['[', '  {"a": 1},'], 'json'],
    ['file.jsonl', ['[1]', '[2]'], 'jsonl'],
    ['file.json', ['[', '[1],'], 'json'],
    ['file', ['What?'], 'text'],
  ])('named %s that begins with %j is %s', (name, lines, shape) => {
    expect(shapeOf(name, lines)).toBe(shape);
  });
});
