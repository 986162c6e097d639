import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { topLevelText } from '../../../../src/workload/dataset/source/top-level-text.ts';

describe('the text of a value', () => {
  it.each([
    ['{"id": 9007199254740993}', '9007199254740993'],
    ['{"a": {"id": 1}, "b": ["id", {"id": 2}], "id": [3, 4] }', '[3, 4]'],
    [String.raw`{"a\"id": 1, "b": "\"id\": 2", "\u0069d" : 5}`, '5'],
    ['{"id": 1, "id": 2}', '2'],
    [' {\n"a": "}",\n"id": "x, y"\n}', '"x, y"'],
  ])('of %s is as it is written', (json, text) => {
    expect(topLevelText(json, 'id')).toBe(text);
  });

  it('is undefined without the key', () => {
    expect(topLevelText('{}', 'id')).toBeUndefined();
    expect(topLevelText('{"a": {"id": 1}}', 'id')).toBeUndefined();
  });

  it('is what JSON.parse reads, for any object', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string(), fc.jsonValue(), { noNullPrototype: true }),
        (value) => {
          const json = JSON.stringify(value);
          for (const key of Object.keys(value)) {
            expect(JSON.parse(topLevelText(json, key) ?? 'none')).toEqual(JSON.parse(json)[key]);
          }
        },
      ),
    );
  });
});
