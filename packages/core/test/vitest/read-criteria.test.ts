import { describe, expect, it } from 'vitest';
import { readCriteria } from '../../src/vitest/read-criteria.ts';

describe('readCriteria', () => {
  it('takes lines as the command takes them', () => {
    expect(readCriteria(['ttft.p95<=80ms', 'errorRate<=1%'])).toEqual({
      'ttft.p95': 80,
      errorRate: 0.01,
    });
  });

  it('takes thresholds by key as a configuration holds them', () => {
    expect(readCriteria({ p95Ttft: 80 })).toEqual({ p95Ttft: 80 });
  });

  it.each([
    ['no line', []],
    ['no key', {}],
    ['one line alone', 'ttft.p95<=80ms'],
    ['a threshold in words', { p95Ttft: '80ms' }],
    ['a threshold without a value', { p95Ttft: Number.NaN }],
    ['nothing', undefined],
  ])('rejects %s', (_what, given) => {
    expect(() => readCriteria(given)).toThrow(
      'invalid criteria of toMeetCriteria: expected a list of lines, or an object of numbers',
    );
  });

  it('rejects a line that the command rejects, with what was expected', () => {
    expect(() => readCriteria(['ttft.p95<80'])).toThrow('expected KEY<=VALUE or KEY>=VALUE');
    expect(() => readCriteria(['ttft.p95<=80MiB'])).toThrow('expected a duration such as 200ms');
    expect(() => readCriteria(['tftt.p95<=80ms'])).toThrow('did you mean "ttft.p95"?');
  });

  it('rejects a criterion given twice, of which only one threshold would be judged', () => {
    expect(() => readCriteria(['ttft.p95<=80ms', 'ttft.p95<=90ms'])).toThrow(
      'criterion "ttft.p95" is given twice',
    );
  });
});
