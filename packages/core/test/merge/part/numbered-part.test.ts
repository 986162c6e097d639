import { describe, expect, it } from 'vitest';
import { numberParts } from '../../../src/merge/part/numbered-part.ts';

const part = {
  events: [{ kind: 'target-started' as const, atNs: 1, phase: 'load' as const, pid: 7 }],
};

describe('numbers of merged machines', () => {
  it('keep equal pids of two machines apart', () => {
    const [first, second] = numberParts([part, part]);

    expect(first?.numbers.pid(7)).toBe(7);
    expect(second?.numbers.pid(7)).not.toBe(7);
  });

  it('suffice for 512 machines with processes, and more are refused', () => {
    const parts = Array.from({ length: 512 }, () => part);

    expect(numberParts(parts)).toHaveLength(512);
    expect(() => numberParts([...parts, part])).toThrow('more than 512 directories');
  });
});
