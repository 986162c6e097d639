import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { METRICS } from '../../src/metric/registry.ts';

const README = readFileSync(new URL('../../../../README.md', import.meta.url), 'utf8');

describe('the README', () => {
  it.each([
    ['stage', 'stage'],
    ['both', 'stage and phase'],
    ['phase', 'phase'],
  ] as const)('lists the metrics that are measured of %s', (of, label) => {
    const row = README.split('\n').find((line) => line.startsWith(`| ${label} | \``)) ?? '';
    const [, , cell = ''] = row.split('|');
    const listed = [...cell.matchAll(/`(\w+)`/g)].map(([, name]) => name);
    const defined = METRICS.filter((metric) => metric.of === of).map(({ name }) => name);
    expect(listed.toSorted()).toEqual(defined.toSorted());
  });
});
