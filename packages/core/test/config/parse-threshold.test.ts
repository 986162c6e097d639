import { parseThreshold } from '@loadcell/core';
import { describe, expect, it } from 'vitest';
import { refusalOf } from './refusal-of.ts';

describe('a criterion of one line', () => {
  it.each([
    ['stages.open.timeToFirstToken.p95<=200ms', 'stages.open.timeToFirstToken.p95', 200],
    ['p95Ttft <= 1.5s', 'p95Ttft', 1500],
    ['maxMemoryUsage<=14GiB', 'maxMemoryUsage', 14 * 2 ** 30],
    ['errorRate<=5%', 'errorRate', 0.05],
    ['errorRate<=0', 'errorRate', 0],
    ['stages.sweep.goodput>=15', 'stages.sweep.goodput', 15],
    ['p95E2el<=1000', 'p95E2el', 1000],
  ])('reads %s in the unit of its metric', (text, key, threshold) => {
    expect(parseThreshold(text)).toEqual({ key, threshold });
  });

  it.each([
    [
      'p95Ttft=200ms',
      'invalid criterion "p95Ttft=200ms": expected KEY<=VALUE or KEY>=VALUE',
      "write it as 'stages.open.ttft.p95<=200ms'",
    ],
    [
      'errorRate>=1%',
      'invalid criterion "errorRate>=1%": errorRate must be at most its threshold',
      "write it as 'errorRate<=1%'",
    ],
    [
      'goodput<=15',
      'invalid criterion "goodput<=15": goodput must be at least its threshold',
      "write it as 'goodput>=15'",
    ],
    [
      'p95Ttft<=2GiB',
      'invalid criterion "p95Ttft<=2GiB": expected a duration such as 200ms for timeToFirstToken, not "2GiB"',
      "write it as 'stages.open.ttft.p95<=200ms'",
    ],
    [
      'goodput>=15ms',
      'invalid criterion "goodput>=15ms": expected a number for goodput, not "15ms"',
      "write it as 'stages.open.ttft.p95<=200ms'",
    ],
  ])('refuses %s in two lines', (text, summary, help) => {
    expect(refusalOf(() => parseThreshold(text))).toEqual({ text: summary, help });
  });

  it('refuses a metric that does not exist, with the nearest', () => {
    expect(() => parseThreshold('p95Tttf<=1')).toThrow(/did you mean "p95Ttft"/);
  });
});
