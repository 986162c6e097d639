import { describe, expect, it } from 'vitest';
import { itemsOfBody } from '../../../../../../src/workload/dataset/text/fields/body/body-items.ts';

describe('items of a recorded body', () => {
  it.each([
    [
      { query: 'q', documents: ['a', 'b'] },
      { query: 'q', items: ['a', 'b'] },
    ],
    [
      { query: 'q', documents: [{ text: 'a' }] },
      { query: 'q', items: ['a'] },
    ],
    [
      { query: 'q', texts: ['a'] },
      { query: 'q', items: ['a'] },
    ],
    [
      { queries: 'q', items: ['a'] },
      { query: 'q', items: ['a'] },
    ],
    [
      { text_1: 'q', text_2: 'a' },
      { query: 'q', items: ['a'] },
    ],
    [{ documents: [[1, 2], [3]] }, { items: [[1, 2], [3]] }],
    [{ documents: [1, 2] }, { items: [[1, 2]] }],
  ])('of %j are %j', (body, found) => {
    expect(itemsOfBody(body, undefined)).toEqual(found);
  });

  it.each([
    { documents: [{ image: 'a' }] },
    { documents: ['a', null] },
    { documents: [[]] },
    { input: 'a' },
  ])('of %j are unknown', (body) => {
    expect(itemsOfBody(body, undefined)).toEqual({});
  });
});
