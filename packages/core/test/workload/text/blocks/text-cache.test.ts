import { describe, expect, it } from 'vitest';
import { TextCache } from '../../../../src/workload/text/blocks/text-cache.ts';

function make(words: number): () => string {
  return () => 'x'.repeat(words);
}

function never(): string {
  throw new Error('It was made again.');
}

describe('the cache of texts', () => {
  it('returns a text that it holds without making it', () => {
    const cache = new TextCache(100);
    expect(cache.get('a', 10, make(10))).toBe('x'.repeat(10));
    expect(cache.get('a', 10, never)).toBe('x'.repeat(10));
  });

  it('keeps the longest text of an id', () => {
    const cache = new TextCache(100);
    cache.get('a', 10, make(10));
    cache.get('a', 4, make(4));
    expect(cache.get('a', 10, never)).toHaveLength(10);
    cache.get('a', 20, make(20));
    expect(cache.get('a', 20, never)).toHaveLength(20);
    expect(cache.bytes).toBe(20);
  });

  it('drops the least recently used and stays within its bytes', () => {
    const cache = new TextCache(30);
    for (const id of ['a', 'b', 'c']) cache.get(id, 10, make(10));
    cache.get('a', 10, never);
    cache.get('d', 10, make(10));
    expect(cache.bytes).toBe(30);
    expect(cache.get('a', 10, never)).toHaveLength(10);
    expect(() => cache.get('b', 10, never)).toThrow('made again');
  });

  it('returns a text that is too large to keep', () => {
    const cache = new TextCache(5);
    expect(cache.get('a', 10, make(10))).toHaveLength(10);
    expect(cache.bytes).toBe(0);
  });
});
