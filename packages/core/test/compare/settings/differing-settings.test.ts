import { describe, expect, it } from 'vitest';
import { compareSides } from '../../../src/compare/compare-sides.ts';
import { ComparisonSchema } from '../../../src/compare/comparison.ts';
import { renderComparisonJson } from '../../../src/compare/render-comparison-json.ts';
import { renderComparisonMarkdown } from '../../../src/compare/render-comparison-markdown.ts';
import { renderComparisonTerminal } from '../../../src/compare/render-comparison-terminal.ts';
import type { ServerResult } from '../../../src/report/results/server-result.ts';
import { syntheticValues } from '../../stats/synthetic-values.ts';
import { builtRun, loadPhase } from '../built-run.ts';

const phase = loadPhase(syntheticValues({ seed: 1, count: 50 }));

const SETTINGS = { 'model.id': 'm', '--max-num-seqs': '8', 'cache_config.block_size': 16 };

function runWith(settings: ServerResult['settings'], state: ServerResult['state'] = {}) {
  const known = { server: 'vllm', version: '0.32.0', unread: {}, changes: [], hasRestarted: false };
  return builtRun([phase], { server: { ...known, settings, state } });
}

function compare(...settings: readonly ServerResult['settings'][]) {
  const [base = {}, ...others] = settings;
  return compareSides(
    { name: 'a', runs: [runWith(base, { server_load: 0 })] },
    [{ name: 'b', runs: others.map((one) => runWith(one, { server_load: 9 })) }],
    { metrics: ['p95ResponseTime'] },
  );
}

describe('settings in a comparison', () => {
  const changed = { ...SETTINGS, '--max-num-seqs': '16' };

  it('contain only those that differ, never cause a mismatch, and exclude state', () => {
    const comparison = compare(SETTINGS, changed);
    expect(comparison.candidates[0]).toMatchObject({
      mismatches: [],
      settings: [{ name: '--max-num-seqs', base: ['8'], candidate: ['16'] }],
    });
    const line = '--max-num-seqs: base 8, candidate 16';
    expect(renderComparisonTerminal(comparison)).toContain(`  setting ${line}\n`);
    expect(renderComparisonMarkdown(comparison)).toContain(
      `Server settings that differ:\n\n- ${line}`,
    );
    const json: unknown = JSON.parse(renderComparisonJson(comparison));
    expect(ComparisonSchema.parse(json).candidates[0]?.settings).toEqual(
      comparison.candidates[0]?.settings,
    );
  });

  it('are empty when all agree, in any order', () => {
    const other = Object.fromEntries(Object.entries(SETTINGS).toReversed());
    const comparison = compare(SETTINGS, other, SETTINGS);
    expect(comparison.candidates[0]?.settings).toEqual([]);
    expect(renderComparisonTerminal(comparison)).not.toContain('setting ');
  });

  it('have every value of a side whose runs differ, and a dash when a side has none', () => {
    const { 'model.id': _, ...less } = SETTINGS;
    expect(compare(less, SETTINGS, changed).candidates[0]?.settings).toEqual([
      { name: '--max-num-seqs', base: ['8'], candidate: ['8', '16'] },
      { name: 'model.id', base: [], candidate: ['m'] },
    ]);
    const text = renderComparisonTerminal(compare(less, SETTINGS, changed));
    expect(text).toContain('setting --max-num-seqs: base 8, candidate 8 / 16');
    expect(text).toContain('setting model.id: base —, candidate m');
  });

  it('are not compared with runs that recorded none', () => {
    const side = { name: 'a', runs: [builtRun([phase])] };
    const other = { name: 'b', runs: [runWith(SETTINGS)] };
    const { candidates } = compareSides(side, [other], { metrics: ['p95ResponseTime'] });
    expect(candidates[0]?.settings).toEqual([]);
  });

  it('are truncated in text and Markdown, and complete in JSON', () => {
    const many = (value: number) =>
      Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`s${index}`, value]));
    const comparison = compare(many(1), many(2));
    expect(comparison.candidates[0]?.settings).toHaveLength(100);
    expect(renderComparisonTerminal(comparison)).toContain('setting 60 more, listed by --json');
  });

  it('contain no markup and no control sequences', () => {
    const comparison = compare(SETTINGS, { ...SETTINGS, 'model.id': '<b>\u001B[31m|' });
    expect(renderComparisonTerminal(comparison)).not.toContain('\u001B');
    expect(renderComparisonMarkdown(comparison)).not.toContain('<b>');
  });
});
