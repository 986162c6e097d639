import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { SLO_PRESETS } from '../../src/config/slos/slo-presets.ts';
import { METRICS } from '../../src/metric/registry.ts';

const CRITERIA = readFileSync(
  new URL('../../../../docs/guide/criteria.md', import.meta.url),
  'utf8',
);

describe('the guide to criteria', () => {
  it.each([
    ['stage', 'stage'],
    ['both', 'stage and phase'],
    ['phase', 'phase'],
  ] as const)('lists the metrics that are measured of %s', (of, label) => {
    const row = CRITERIA.split('\n').find((line) => line.startsWith(`| ${label} | \``)) ?? '';
    const [, , cell = ''] = row.split('|');
    const listed = [...cell.matchAll(/`(\w+)`/g)].map(([, name]) => name);
    const defined = METRICS.filter((metric) => metric.of === of).map(({ name }) => name);
    expect(listed).toHaveLength(defined.length);
    expect(new Set(listed)).toEqual(new Set(defined));
  });

  it('lists the SLO presets with their limits', () => {
    const listed = CRITERIA.split('\n').flatMap((line) => {
      const [, model, interactive = '', server = ''] =
        /^\| `(mlperf:.+)-…` +\| (.*?) *\| (.*?) *\|$/.exec(line) ?? [];
      if (model === undefined) return [];
      const cells = [`${model}-interactive ${interactive}`, `${model}-server ${server}`];
      return cells.filter((cell) => cell.endsWith('ms'));
    });
    const ms = (limitMs: number): string => `${limitMs.toLocaleString('en-US')} ms`;
    const defined = SLO_PRESETS.map(
      ({ name, ttftMs, tpotMs }) => `${name} ${ms(ttftMs)}, ${ms(tpotMs)}`,
    );
    expect(listed.toSorted()).toEqual(defined.toSorted());
  });
});
