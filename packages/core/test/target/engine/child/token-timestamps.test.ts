import { expect, it } from 'vitest';
import { nowNs } from '../../../../src/stream/clock.ts';
import { TokenTimestamps } from '../../../../src/target/engine/child/token-timestamps.ts';

it('keeps all timestamps in order, however many', () => {
  const stamps = new TokenTimestamps();
  const beforeNs = nowNs();
  for (let count = 0; count < 1000; count += 1) stamps.stamp();
  const taken = stamps.take();
  expect(taken).toHaveLength(1000);
  const stampsNs = [beforeNs, ...taken, nowNs()];
  expect(stampsNs).toEqual(stampsNs.toSorted((a, b) => a - b));
});
