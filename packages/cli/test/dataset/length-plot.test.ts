import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { lengthPlot } from '../../src/dataset/length-plot.ts';

test('scales bars to the longest, with an empty one between', () => {
  const bars = [
    { from: 0, to: 0, count: 1 },
    { from: 1, to: 1, count: 0 },
    { from: 1024, to: 2047, count: 4 },
  ];
  expect(lengthPlot(bars, 24)).toEqual([
    '          0  1  ██',
    '          1',
    '1,024–2,047  4  ████████',
  ]);
});

test('shows a part of a block for a count next to nothing', () => {
  const bars = [
    { from: 1, to: 1, count: 1 },
    { from: 2, to: 3, count: 1_000_000 },
  ];
  expect(lengthPlot(bars, 40)[0]).toMatch(/ {2}▏$/u);
});

test('no line is wider than the terminal', () => {
  const bar = fc.record({ from: fc.nat(), to: fc.nat(), count: fc.nat() });
  fc.assert(
    fc.property(fc.array(bar), fc.integer({ min: 60, max: 200 }), (bars, width) => {
      for (const line of lengthPlot(bars, width)) expect(line.length).toBeLessThanOrEqual(width);
    }),
  );
});
