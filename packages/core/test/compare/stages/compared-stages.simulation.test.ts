import { expect, it } from 'vitest';
import { compareSides } from '../../../src/compare/compare-sides.ts';
import { responseTimeSide } from '../built-run.ts';
import { MANY } from './staged-side.ts';

it('equal stages of single runs rarely differ significantly', { timeout: 120_000 }, () => {
  let called = 0;
  for (let pair = 0; pair < 40; pair += 1) {
    const side = (seed: number) => {
      const stages = [0, 1, 2].map((stage) => ({ ...MANY, seed: seed * 10 + stage }));
      return responseTimeSide(...stages);
    };
    const metrics = ['avgResponseTime', 'p95ResponseTime'];
    const { worse, better } = compareSides(side(2 * pair + 1), [side(2 * pair + 2)], {
      metrics,
    }).counts;
    if (worse + better > 0) called += 1;
  }
  expect(called).toBeLessThanOrEqual(4);
});
