import { describe, expect, it } from 'vitest';
import { bodyOf, decodeItems, faultOf } from './ask-items.ts';

describe('a classify response', () => {
  const classes = (...list: readonly object[]): object => ({
    data: list.map((entry, index) => ({ index, label: 'A', ...entry })),
  });

  it('has the classes of each input, which need not add up to 1', () => {
    expect(bodyOf('classify')).toEqual({ model: 'm', input: ['a kite', 'a pier'] });
    const answer = classes({ probs: [0.9, 0.1], num_classes: 2 }, { probs: [4, -2] });
    expect(decodeItems('classify', answer)).toMatchObject({ itemCount: 2, faultCount: 0 });
  });

  it('fails when classes are missing or are no numbers', () => {
    const good = { probs: [1, 0], num_classes: 2 };
    expect(faultOf('classify', classes(good))).toBe('wrong-items: 1 of 2 results came.');
    expect(faultOf('classify', classes(good, { probs: [1], num_classes: 2 }))).toBe(
      'wrong-items: a result has 1 of 2 classes.',
    );
    expect(faultOf('classify', classes(good, { probs: [] }))).toBe(
      'wrong-items: the classes of a result are not finite numbers.',
    );
  });
});

describe('a pooling response', () => {
  const pooled = (...list: readonly unknown[]): object => ({
    data: list.map((data, index) => ({ index, object: 'pooling', data })),
  });

  it('has numbers for each input, or for each of its tokens', () => {
    expect(bodyOf('pooling')).toEqual({ model: 'm', input: ['a kite', 'a pier'] });
    const ofTokens = [
      [1, 2],
      [3, 4],
      [5, 6],
    ];
    expect(faultOf('pooling', pooled([1, 2], ofTokens))).toBeUndefined();
    expect(faultOf('pooling', pooled('AACAPw==', 'AACAPw=='))).toBeUndefined();
  });

  it('fails when something is not a number', () => {
    const wrong = 'wrong-items: a result is not finite numbers.';
    expect(faultOf('pooling', pooled([1], [[1], []]))).toBe(wrong);
    expect(faultOf('pooling', pooled([1], 'text'))).toBe(wrong);
  });
});
