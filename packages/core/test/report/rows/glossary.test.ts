import { expect, test } from 'vitest';
import { buildPageData } from '../../../src/report/page/build-page-data.ts';
import { glossary } from '../../../src/report/rows/glossary.ts';
import { builtLoad } from '../../stream/built/built-phases.ts';
import { runOf } from '../../stream/built/phase-builder.ts';
import { concluded } from '../concluded.ts';

test('the glossary has each shown metric once, with its label, names and unit, in the page too', () => {
  const phases = [builtLoad().build(5000)];
  const input = { ...concluded(phases), streams: runOf(phases) };
  const entries = glossary(input.results);
  expect(entries.find(({ name }) => name === 'TTFT (timeToFirstToken, ttft)')).toMatchObject({
    unit: 'ms',
  });
  expect(entries.find(({ name }) => name.startsWith('RSS (memoryUsage'))?.unit).toBe('bytes');
  expect(new Set(entries.map(({ name }) => name)).size).toBe(entries.length);
  expect(buildPageData(input).glossary).toEqual(entries);
});
