import { describe, expect, it } from 'vitest';
import {
  isBlank,
  joinContents,
} from '../../../../../src/workload/dataset/text/fields/join-contents.ts';

const picture = { type: 'image', source: { mediaType: 'image/png', base64: 'iVBO' } } as const;
const text = { type: 'text', text: 'one' } as const;

describe('joined contents', () => {
  it('are texts on lines of their own, without a line for no text', () => {
    expect(joinContents('one', 'two')).toBe('one\ntwo');
    expect(joinContents('', 'two')).toBe('two');
    expect(joinContents('one', '')).toBe('one');
  });

  it('are the parts of both, in order', () => {
    expect(joinContents('one', [picture])).toEqual([text, picture]);
    expect(joinContents([picture], [text])).toEqual([picture, text]);
  });

  it('are blank without words and media', () => {
    expect([' \n', [], [{ type: 'text', text: '' } as const]].map(isBlank)).toEqual([
      true,
      true,
      true,
    ]);
    expect(['one', [picture]].map(isBlank)).toEqual([false, false]);
  });
});
