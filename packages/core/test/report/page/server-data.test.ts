import { describe, expect, it } from 'vitest';
import { unpackNumbers } from '../../../page/src/data/unpack-numbers.ts';
import type { PageSeries } from '../../../src/report/page/page-data.ts';
import { serverData } from '../../../src/report/page/server/server-data.ts';
import { scraped } from '../../metric/server/scraped-phase.ts';
import { PhaseBuilder, runOf } from '../../stream/built/phase-builder.ts';

function valuesOf(series: PageSeries | null | undefined): number[] {
  return series ? [...unpackNumbers(series.value)].filter((one) => !Number.isNaN(one)) : [];
}

describe('serverData', () => {
  it('adds up requests over engines, and keeps their KV caches separate', () => {
    const gauge = { kind: 'gauge' } as const;
    const phase = scraped(new PhaseBuilder('load'), {
      edgesMs: [100, 1100],
      series: [
        { ...gauge, quantity: 'requestsRunning', at: { 100: 1, 1100: 3 } },
        { ...gauge, quantity: 'requestsRunning', at: { 100: 4, 1100: 5 } },
        {
          ...gauge,
          quantity: 'kvCacheUsage',
          labels: { engine: '0' },
          at: { 100: 0.25, 1100: 0.5 },
        },
        { ...gauge, quantity: 'kvCacheUsage', labels: { engine: '1' }, at: { 100: 0.75, 1100: 1 } },
      ],
    });
    const { running, waiting, kvCacheUsage } = serverData(runOf([phase.build(2000)]));
    expect(valuesOf(running)).toEqual([5, 8]);
    expect(waiting).toBeNull();
    expect(kvCacheUsage.map((line) => [line.label, valuesOf(line)])).toEqual([
      ['engine 0', [0.25, 0.5]],
      ['engine 1', [0.75, 1]],
    ]);
  });
});
