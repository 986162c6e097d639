import { describe, expect, it } from 'vitest';
import { sparkline } from '../../src/progress/sparkline.ts';

describe('a sparkline', () => {
  it('scales from the lowest value to the highest', () => {
    expect(sparkline([0, 1, 2, 3, 4, 5, 6, 7])).toBe('▁▂▃▄▅▆▇█');
    expect(sparkline([100, 107])).toBe('▁█');
  });

  it('is flat without changes and empty without values', () => {
    expect(sparkline([5, 5, 5.001])).toBe('▁▁▁');
    expect(sparkline([Number.NaN, 5, Number.NaN])).toBe(' ▁ ');
    expect(sparkline([])).toBe('');
  });
});
