import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { METRICS } from '../../src/metric/registry.ts';
import { escapeMarkdown, renderMarkdown } from '../../src/report/render-markdown.ts';
import { TestError } from '../../src/spec/errors.ts';
import { builtBaseline } from '../stream/built-phases.ts';
import { concluded } from './concluded.ts';

const baseline = builtBaseline().build(5900);

describe('renderMarkdown', () => {
  test('has a row for every metric, criteria with their threshold and verdict', () => {
    const text = renderMarkdown(concluded([baseline], { criteria: { maxMemoryUsage: 1000 } }));
    for (const { name } of METRICS) expect(text).toContain(name);
    expect(text).toMatch(/\| maxMemoryUsage \| +240\.0 MiB \| +≤ 1000 B \| \*\*fail\*\* +\|/u);
    expect(text).toMatch(/^# Loadcell report$/mu);
    expect(text).toMatch(/^## baseline: fail$/mu);
  });

  test('marks a run that did not come to its end', () => {
    const text = renderMarkdown(concluded([baseline], {}, { status: 'killed' }));
    expect(text).toContain('**Incomplete**');
  });

  test('keeps every table row on one line with the same cells, whatever a host says', () => {
    const hostile = 'a | b\n| c <script>alert(1)</script> [x](javascript:1) `` **d**';
    const phase = builtBaseline()
      .request({ purpose: 'sequential', sentMs: 900, endMs: 901, errorKind: hostile })
      .event(1, (place) => ({
        kind: 'not-measured',
        ...place,
        metric: 'contextPreservation',
        reason: hostile,
      }));
    const text = renderMarkdown(
      concluded([phase.build(5900)], {
        errors: [new TestError(hostile, { phase: 'baseline' })],
        title: hostile,
      }),
    );
    expect(text).not.toContain('<script>');
    expect(text).not.toMatch(/^\| c [&<]/mu);
    const rows = text.split('\n').filter((line) => line.startsWith('|'));
    for (const row of rows) expect([4, 6]).toContain(row.match(/(?<!\\)\|/gu)?.length);
  });
});

describe('escapeMarkdown', () => {
  const special = String.raw`<>|*_[]~#!\&:/ab`.split('').concat('`', '\n', '\r');

  test('leaves no character that Markdown, HTML or a table would act upon', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...special) }), (text) => {
        const escaped = escapeMarkdown(text);
        expect(escaped).not.toMatch(/[<>\n\r]/u);
        expect(escaped.replaceAll(/\\./gu, '')).not.toMatch(/[|`*_[\]~#]/u);
      }),
    );
  });

  test('leaves plain words alone', () => {
    expect(escapeMarkdown('tiny-small, 7.3 MB')).toBe('tiny-small, 7.3 MB');
  });
});
