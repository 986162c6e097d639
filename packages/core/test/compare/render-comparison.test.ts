import { describe, expect, test } from 'vitest';
import { compareSides } from '../../src/compare/compare-sides.ts';
import { ComparisonSchema, type Comparison } from '../../src/compare/comparison.ts';
import { renderComparisonJson } from '../../src/compare/render-comparison-json.ts';
import { renderComparisonMarkdown } from '../../src/compare/render-comparison-markdown.ts';
import { renderComparisonTerminal } from '../../src/compare/render-comparison-terminal.ts';
import { syntheticSide } from './built-run.ts';

const base = syntheticSide({ seed: 1, count: 400, middle: 100 });
const slower = syntheticSide({ seed: 2, count: 400, middle: 130 });
const failing = syntheticSide({ seed: 3, count: 400, failedShare: 0.2 });
const comparison = compareSides(base, [{ ...slower, name: 'evil | <b>\u001b[31m' }]);

describe('a comparison', () => {
  test('shows base, candidate, change, interval and verdict of each metric on a terminal', () => {
    const text = renderComparisonTerminal(comparison);
    const line = text.split('\n').find((one) => one.includes('end-to-end latency avg'));
    expect(line).toMatch(/\d+ ms +1\d\d ms +\+\d\d\.\d% +\+\d\d\.\d% to \+\d\d\.\d% +WORSE/);
    expect(text).toContain('the chance of a worse or better verdict is at most 5.0%');
    expect(text).toMatch(/\d+ worse, 0 better, \d+ same, \d+ inconclusive\n$/);
    expect(text).not.toContain('\u001b');
  });

  test('joins inconclusive metrics with the same reason', () => {
    const text = renderComparisonMarkdown(comparison);
    const lines = text.split('\n').filter((one) => one.includes('one value per run'));
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain('request throughput');
  });

  test('escapes markup in names of candidates', () => {
    const text = renderComparisonMarkdown(comparison);
    expect(text).toContain(String.raw`evil \| &lt;b&gt;`);
    expect(text).not.toContain('\u001b');
  });

  test('lists mismatches before the figures', () => {
    const [first] = comparison.candidates;
    const mismatched: Comparison = {
      ...comparison,
      candidates:
        first === undefined
          ? []
          : [{ ...first, mismatches: ['machine: cpuCount differs (1 vs. 2)'] }],
    };
    expect(renderComparisonTerminal(mismatched)).toContain(
      '! mismatch: machine: cpuCount differs (1 vs. 2)',
    );
    expect(renderComparisonMarkdown(mismatched)).toContain('machine: cpuCount differs (1 vs. 2)');
  });

  test('shows infinity for a percentile on a failed request, with the number of failures', () => {
    const text = renderComparisonMarkdown(
      compareSides(base, [failing], { metrics: ['p95ResponseTime'] }),
    );
    expect(text).toMatch(
      /end-to-end latency p95 \| 1\d\d ms \| ∞ \| \+∞ \| 0\.0% to \+∞ \| \*\*worse\*\* \| failed requests: 0 and \d+/,
    );
  });

  test('can be read back from its JSON, with null for unbounded numbers', () => {
    const infinite = compareSides(base, [failing], { metrics: ['p95ResponseTime'] });
    expect(renderComparisonJson(infinite)).not.toMatch(/Infinity|NaN/);
    const json: unknown = JSON.parse(renderComparisonJson(comparison));
    expect(ComparisonSchema.parse(json)).toEqual(comparison);
  });
});
