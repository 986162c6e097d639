import { expect, it } from 'vitest';
import { unmeasuredLine } from '../../../src/report/terminal/unmeasured-line.ts';
import { builtLoad } from '../../stream/built/built-phases.ts';
import { PhaseBuilder } from '../../stream/built/phase-builder.ts';
import { concluded } from '../concluded.ts';

const { results } = concluded([builtLoad().build(9000)]);

/** The counts of a line: of all metrics, and of each reason. */
function countsOf(line = ''): { metrics: number; reasons: number[] } {
  const [, metrics = '', reasons = ''] = /(\d+) metrics \((.*)\); /u.exec(line) ?? [];
  return { metrics: Number(metrics), reasons: (reasons.match(/\d+(?=,|$)/gu) ?? []).map(Number) };
}

it('counts the metrics of each reason, the most frequent first', () => {
  const { metrics, reasons } = countsOf(unmeasuredLine(results, 1000)[0]);
  expect(reasons.length).toBeGreaterThan(2);
  expect(reasons.reduce((sum, count) => sum + count, 0)).toBe(metrics);
  expect(reasons).toEqual(reasons.toSorted((one, other) => other - one));
});

it('fits the width, and counts the reasons without room together', () => {
  const [line = ''] = unmeasuredLine(results, 100);
  expect(line.length).toBeLessThanOrEqual(100);
  expect(line).toMatch(/, other \d+\); --verbose lists the reasons$/u);
  const { metrics, reasons } = countsOf(line);
  expect(reasons.reduce((sum, count) => sum + count, 0)).toBe(metrics);
});

it('names no reason where none has room', () => {
  expect(unmeasuredLine(results, 40)).toEqual([
    expect.stringMatching(/^Not measured: \d+ metrics; --verbose lists the reasons$/u),
  ]);
});

it('is absent for a phase that measured nothing', () => {
  expect(unmeasuredLine(concluded([new PhaseBuilder('load').build(9)]).results, 100)).toEqual([]);
});
