import { atMost, measured, worst } from '../../suite/report/figure.mjs';
import { observeStreams } from '../observed-streams.mjs';

/** @param {{ bounds: { rounds: number, streams: number, tokens: number, gapMs: number } }} plan */
export async function measureBounds({ bounds: { rounds, ...load } }) {
  const observed = [];
  for (let round = 0; round < rounds; round++) observed.push(await observeStreams(load));
  const valuesOf = (key) => observed.map((one) => one[key]);
  const sum = (key) => valuesOf(key).reduce((total, value) => total + value, 0);
  return [
    measured('events', 'count', sum('events')),
    measured('boundOnlyRatio', 'ratio', valuesOf('boundOnlyRatio')),
    worst('violations', 'count', sum('violations'), atMost(0)),
    worst('readsByThread', 'count', valuesOf('readsByThread'), atMost(0)),
  ];
}
