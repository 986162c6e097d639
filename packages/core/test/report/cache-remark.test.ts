import { expect, test } from 'vitest';
import { reportRows } from '../../src/report/report-rows.ts';
import { PhaseBuilder } from '../stream/phase-builder.ts';
import { concluded } from './concluded.ts';

/** Remarks by row of a phase in which a request was answered. */
function remarks(cachedTokens: number): ReadonlyMap<string, string> {
  const phase = new PhaseBuilder('load')
    .stage('sequential', 0, 100)
    .request({ purpose: 'sequential', sentMs: 0, chunksMs: [5, 9], cachedTokens })
    .request({ purpose: 'sequential', sentMs: 10, endMs: 20 });
  const { results } = concluded([phase.build(100)], { criteria: { maxResponseTime: 1000 } });
  const [result] = results.phases;
  if (result === undefined) throw new Error('no phase');
  return new Map(reportRows(result).map(({ name, remark }) => [name, remark]));
}

test('beside every latency stands how much of the prompts a cache served, beside nothing else', () => {
  const told = [...remarks(18)].filter(([, remark]) => remark.includes('cache hits 75.0 %'));
  expect(told.map(([name]) => name.replace(/ .*/, ''))).toEqual([
    'maxResponseTime',
    'inferenceTime',
    'responseLatency',
    'timeToFirstToken',
    'timeToFirstTokenResponse',
    'timePerOutputToken',
    'interTokenLatency',
  ]);
});

test('where the host does not tell, that is said', () => {
  expect(remarks(Number.NaN).get('timeToFirstToken')).toContain('cache hits not told');
});

test('where nothing was answered there is nothing to say of a cache', () => {
  const phase = new PhaseBuilder('load').request({ purpose: 'sequential', sentMs: 0, endMs: 5 });
  const { results } = concluded([phase.build(100)], { criteria: { maxResponseTime: 1000 } });
  const rows = results.phases.flatMap(reportRows);
  expect(rows[0]?.name).toBe('maxResponseTime');
  expect(rows.filter(({ remark }) => remark.includes('cache hits'))).toEqual([]);
});
