import { expect, test } from 'vitest';
import { METRICS } from '../../../src/metric/registry.ts';
import { cacheRemark } from '../../../src/report/rows/cache-remark.ts';
import { PhaseBuilder } from '../../stream/built/phase-builder.ts';
import { concluded } from '../concluded.ts';

/** Remarks by metric of a stage with one successful request and one that failed. */
function remarks(cachedTokens: number, chunksMs = [5, 9]): ReadonlyMap<string, string> {
  const phase = new PhaseBuilder('load')
    .stage('sequential', 0, 100)
    .request({ purpose: 'sequential', sentMs: 0, chunksMs, cachedTokens, endMs: 9 })
    .request({ purpose: 'sequential', sentMs: 10, endMs: 20 });
  const measurements = concluded([phase.build(100)]).results.phases[0]?.stages[0]?.measurements;
  if (measurements === undefined) throw new Error('no stage');
  return new Map(
    METRICS.map(({ name }) => [name, cacheRemark(measurements, name)] as const).filter(
      ([, remark]) => remark !== '',
    ),
  );
}

test('is a remark on every latency, and on nothing else', () => {
  expect([...remarks(18)]).toEqual(
    [
      'inferenceTime',
      'responseLatency',
      'timeToFirstToken',
      'scheduledTimeToFirstToken',
      'timeToFirstAnswerToken',
      'timePerOutputToken',
      'interTokenLatency',
    ].map((name) => [name, 'prefix cache hit rate 75.0%']),
  );
});

test('reports that the rate is unknown where the server does not report it', () => {
  expect(remarks(Number.NaN).get('timeToFirstToken')).toBe('prefix cache hit rate unknown');
});

test('is empty where no request was successful', () => {
  expect([...remarks(18, [])]).toEqual([]);
});
