import { describe, expect, it } from 'vitest';
import { memoryLimitError } from '../../src/runner/run-errors.ts';

describe('a target over its limit on memory', () => {
  it('is said to be stopped only where it was', () => {
    expect(memoryLimitError(100, 130, true).message).toMatch(/30 over the limit of 100.*stopped/s);
    expect(memoryLimitError(100, 130, false).message).toMatch(/process is not ours and goes on/);
    expect(memoryLimitError(100, 130, false).message).not.toContain('stopped');
  });
});
