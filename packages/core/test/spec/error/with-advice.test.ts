import { describe, expect, it } from 'vitest';
import { withAdvice } from '../../../src/spec/error/with-advice.ts';

describe('withAdvice', () => {
  it('makes the last sentence the help', () => {
    const cause = new Error('Cannot start thread x: no memory. It is late. Stop other programs.');
    expect(withAdvice(cause)).toEqual([
      'Cannot start thread x: no memory. It is late.',
      { cause, help: 'stop other programs' },
    ]);
  });

  it('keeps a single sentence whole, without a help', () => {
    const cause = new Error('The endpoint 127.0.0.1 has no address.');
    expect(withAdvice(cause)).toEqual(['The endpoint 127.0.0.1 has no address.', { cause }]);
  });
});
