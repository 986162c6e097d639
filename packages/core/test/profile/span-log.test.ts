import { describe, expect, it } from 'vitest';
import { SpanLog } from '../../src/profile/span-log.ts';

describe('unlimited marks and spans', () => {
  it('all count in the averages, and the timeline reports how many it omits', () => {
    const log = new SpanLog('p');
    for (let index = 0; index < 10_050; index += 1) log.span('inference', index, index * 1e6);
    const events = log.events(99_999);
    expect(log.averageMs('inference')).toBe(10_049 / 2);
    expect(events).toHaveLength(10_001);
    expect(events.at(-1)).toEqual({
      kind: 'mark',
      atNs: 99_999,
      phase: 'p',
      name: '50 more marks and spans are not shown',
    });
  });

  it('have no average under an unused name', () => {
    const log = new SpanLog('p');
    log.mark('load', 1);
    expect(log.averageMs('load')).toBeNaN();
    expect(log.events(2)).toHaveLength(1);
  });
});
