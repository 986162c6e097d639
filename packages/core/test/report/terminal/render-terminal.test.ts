import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';
import { METRICS } from '../../../src/metric/registry.ts';
import type { Palette } from '../../../src/report/terminal/palette.ts';
import { renderTerminal } from '../../../src/report/terminal/render-terminal.ts';
import { TestError } from '../../../src/spec/error/errors.ts';
import { builtBaseline, builtCrossModel } from '../../stream/built/built-phases.ts';
import { PhaseBuilder } from '../../stream/built/phase-builder.ts';
import { concluded } from '../concluded.ts';

/** Other metrics have a row only where they have something to show. */
const ALWAYS_SHOWN = METRICS.filter(({ isShownWhen }) => isShownWhen === undefined);

const baseline = builtBaseline().build(5900);
const criteria = { maxMemoryUsage: 1000, avgLoadTime: 5000, contextPreservation: 0.95 };

/** A palette as a terminal has it: each color opened and closed again. */
const ansi: Palette = {
  bold: (text) => `\u001B[1m${text}\u001B[22m`,
  dim: (text) => `\u001B[2m${text}\u001B[22m`,
  red: (text) => `\u001B[31m${text}\u001B[39m`,
  green: (text) => `\u001B[32m${text}\u001B[39m`,
  yellow: (text) => `\u001B[33m${text}\u001B[39m`,
};

/** The lines of the tables of phases: a name, and a value with its unit. */
function phaseTableOf(text: string): string[] {
  return text
    .split('\n')
    .filter((line) => /^ {2}\w[^:·]* {2,}[\d.]+ ?(?:%|B|[KM]iB|[mµ]?s)/u.test(line));
}

/** The lines of the tables of stages: those that have a percentile, or the names of them. */
function stageTableOf(text: string): string[] {
  return text
    .split('\n')
    .filter((line) => /^ {4}[^:=]{20,}(?: p50|\d [mµ]?s|%)/u.test(line) && !line.includes(': '));
}

function lineWith(text: string, name: string): string {
  return text.split('\n').find((line) => line.includes(name)) ?? '';
}

describe('renderTerminal', () => {
  // At a width at which no line wraps.
  const text = renderTerminal(concluded([baseline], { criteria }), { width: 1000 });

  test('shows a criterion with value, unit, threshold and verdict, and by how much', () => {
    expect(lineWith(text, '  RSS max  ')).toMatch(/240\.0 MiB\s+≤ 1000 B\s+FAIL$/u);
    expect(lineWith(text, '  RSS max: ')).toMatch(/240\.0 MiB over/u);
    expect(lineWith(text, '  model load time  ')).toMatch(/100 ms\s+≤ 5\.00 s\s+pass$/u);
    expect(lineWith(text, '  model load time: ')).toMatch(/4\.90 s below/u);
    expect(lineWith(text, '  context preservation  ')).toMatch(/100\.0%\s+≥ 95\.0%\s+pass/u);
  });

  test('shows every metric and defines it', () => {
    for (const { name, formula } of ALWAYS_SHOWN) {
      expect(text).toContain(name);
      expect(text).toContain(`= ${formula}`);
    }
  });

  test('shows an unmeasured metric as a dash with the reason', () => {
    const idle = new PhaseBuilder('p').stage('sequential', 0, 9);
    idle.request({ purpose: 'sequential', sentMs: 0, endMs: 1 });
    const shown = renderTerminal(concluded([idle.build(9)]), { width: 1000 });
    expect(shown).toMatch(/^ {4}— .*service time.*: not measured: none of 1 requests/mu);
    expect(shown).toMatch(/^ {2}— RSS idle.*: not measured: /mu);
  });

  test('shows windows and the account of the sampler', () => {
    expect(text).toContain('Windows: idle 500 ms, cooldown 500 ms');
    expect(text).toMatch(/^ {4}Window: 4\.00 s; no warm-up; sending 3\.96 s; no drain;/mu);
    expect(text).toContain('Sampler: 999 of 1,000 Hz; 5,000 samples, 4 late, 1 missed');
  });

  test('shows only the metrics that a phase asks for, and its criteria', () => {
    const phases = [
      {
        name: 'baseline',
        duration: 1,
        metrics: ['responseTime'],
        successCriteria: { loadTime: 500 },
      },
    ];
    const shown = renderTerminal(concluded([baseline], { phases }));
    expect(shown).toContain('end-to-end latency');
    expect(shown).toContain('loadTime');
    expect(shown).not.toMatch(/TTFT|RSS idle/u);
  });

  test('reports an incomplete run, and what failed', () => {
    const cutOff = builtCrossModel().build(2000, { ended: false });
    const shown = renderTerminal(
      concluded(
        [cutOff],
        { errors: [new TestError('The host went away.', { phase: 'cross-model' })] },
        { status: 'interrupted' },
      ),
    );
    expect(shown).toContain('Incomplete: the run was interrupted');
    expect(shown).toMatch(/^ {6}cross-model: The host went away\.$/mu);
  });

  test('shows a skipped phase with the reason, and as no finding', () => {
    const skipped = [{ phase: 'cross-model', reason: 'there is one model only' }];
    const conclusion = concluded([baseline], {}, { skipped });
    const shown = renderTerminal(conclusion, { width: 100 });
    expect(shown).toContain('\n\ncross-model  skipped  there is one model only\n');
    expect(conclusion.recommendations.filter(({ phase }) => phase === 'cross-model')).toEqual([]);
    expect(text).not.toContain('skipped');
  });

  test('has no colors without a palette, and those of the palette with one', () => {
    // oxlint-disable-next-line no-control-regex -- escape sequences are what must not be there
    expect(text).not.toMatch(/\u001B/u);
    const colored = renderTerminal(concluded([baseline], { criteria }), { palette: ansi });
    expect(colored).toContain(ansi.red('FAIL'));
    expect(colored).toContain(ansi.green('pass'));
    expect(colored).toContain(ansi.bold('RSS max'));
    const plain = renderTerminal(concluded([baseline], { criteria }));
    const withoutTrailing = (shown: string) => shown.replaceAll(/ +$/gmu, '');
    expect(withoutTrailing(stripVTControlCharacters(colored))).toBe(withoutTrailing(plain));
  });

  test('keeps every line within the width', () => {
    const shown = renderTerminal(concluded([baseline], { criteria }), { width: 100 });
    for (const table of [phaseTableOf(shown), stageTableOf(shown)]) {
      expect(table.length).toBeGreaterThan(8);
    }
    for (const line of shown.split('\n')) expect(line.length).toBeLessThanOrEqual(100);
  });

  test('does not let untrusted text move the cursor or write lines', () => {
    const hostile = new TestError('gone\u001B[2J\u001B]0;title\u0007\nfake line', {
      phase: 'baseline',
    });
    const shown = renderTerminal(concluded([baseline], { errors: [hostile] }));
    // oxlint-disable-next-line no-control-regex -- control characters are what must not be there
    expect(shown.replaceAll('\n', '')).not.toMatch(/[\u0000-\u001F]/u);
    expect(shown).not.toMatch(/^fake line/mu);
  });
});

describe('renderTerminal in brief', () => {
  const failing = { maxMemoryUsage: 1000, avgLoadTime: 5000 };
  const brief = { detail: 'brief', width: 100 } as const;
  const text = renderTerminal(concluded([baseline], { criteria: failing }), brief);

  test('has items and input tokens per second for results of inputs', () => {
    const phase = new PhaseBuilder('load').stage('closed', 0, 1000).request({
      purpose: 'load',
      stage: 'closed',
      api: 'openai-embeddings',
      itemCount: 8,
      inputTokens: 80,
      outputTokens: Number.NaN,
      sentMs: 10,
      chunksMs: [500],
    });
    const shown = renderTerminal(concluded([phase.build(2000)]), brief);
    expect(lineWith(shown, 'throughput')).toMatch(/1 req\/s, 8 items\/s, 80 input tok\/s$/u);
  });

  test('has what a phase and its stages measured, and leaves definitions to the other formats', () => {
    for (const name of [
      'retained memory',
      'model load time',
      'TTFT',
      'TPOT',
      'ITL',
      'throughput',
    ]) {
      expect(lineWith(text, name)).toMatch(/\d/u);
    }
    for (const { formula } of ALWAYS_SHOWN) expect(text).not.toContain(`= ${formula}`);
    expect(text).not.toContain('anonymousMemory');
  });

  test('counts what was not measured by reason, in one line', () => {
    expect(
      text.match(/^Not measured: \d+ metrics \(.* \d+\); --verbose lists the reasons$/gmu),
    ).toHaveLength(1);
    expect(lineWith(text, 'Not measured')).toMatch(/no GPU readings 5\b/u);
    expect(text).not.toContain('gpuMemory');
  });

  test('takes less than half of the lines', () => {
    const full = renderTerminal(concluded([baseline], { criteria: failing }), { width: 100 });
    expect(text.split('\n').length).toBeLessThan(full.split('\n').length / 2);
  });

  test('begins with the verdict and what failed', () => {
    const verdict = [
      expect.stringMatching(/^FAIL {2}0 of 1 phases passed/u),
      '      baseline: RSS max 240.0 MiB, threshold ≤ 1000 B, missed by 240.0 MiB',
    ];
    const lines = text.trimEnd().split('\n');
    expect(lines.slice(0, 2)).toEqual(verdict);
    expect(lines.filter((line) => line.startsWith('FAIL'))).toHaveLength(1);
  });

  test('repeats the verdict at the end when it is longer than the screen', () => {
    const lines = text.trimEnd().split('\n');
    const endOn = (height: number): string[] =>
      renderTerminal(concluded([baseline], { criteria: failing }), { ...brief, height })
        .trimEnd()
        .split('\n');
    expect(endOn(lines.length + 1)).toEqual(lines);
    expect(endOn(lines.length)).toEqual([...lines, '', ...lines.slice(0, 2)]);
  });

  test('reports once that nothing was measured', () => {
    const unreached = new PhaseBuilder('load').build(9);
    const errors = [new TestError('The server was not reached.', { phase: 'load' })];
    const shown = renderTerminal(concluded([unreached], { errors }), brief);
    expect(shown.split('\n').filter((line) => /not measured/iu.test(line))).toEqual([]);
    expect(shown.match(/The server was not reached\./gu)).toHaveLength(1);
    expect(shown.split('\n')[1]).toBe('      load: The server was not reached.');
  });

  test('fits a terminal of 60 columns', () => {
    const narrow = renderTerminal(concluded([baseline], { criteria: failing }), {
      ...brief,
      width: 60,
    });
    const table = phaseTableOf(narrow);
    expect(table.length).toBeGreaterThan(2);
    for (const line of table) expect(line.length).toBeLessThanOrEqual(60);
  });
});

test('a criterion of a phase that is inconclusive has its verdict in full, and its bounds once', () => {
  const given = { criteria: { p95ContextLoadTime: 1000 } };
  const text = renderTerminal(concluded([baseline], given), { detail: 'brief', width: 400 });
  expect(lineWith(text, '  context load time p95  ')).toMatch(/≤ 1\.00 s {2}inconclusive$/u);
  expect(lineWith(text, 'baseline: context load time p95')).toContain('inconclusive: 95% bounds');
  expect(text.slice(0, text.indexOf('Findings')).match(/95% bounds/gu)).toHaveLength(1);
  const accepted = concluded([baseline], { ...given, acceptInconclusive: true });
  const full = renderTerminal(accepted, { detail: 'full', width: 400 });
  const line = lineWith(full, ' context load time p95: ');
  expect(line).toContain('accepted although inconclusive: 95% bounds');
  expect(line.match(/95% bounds/gu)).toHaveLength(1);
});

test('the verdict names what was missed before what is inconclusive', () => {
  const given = { criteria: { p95ContextLoadTime: 1000, p95TimeToFirstToken: 1 } };
  const text = renderTerminal(concluded([baseline], given), { detail: 'brief', width: 100 });
  const named = text.slice(0, text.indexOf('\n\n'));
  expect(named.indexOf('TTFT p95')).toBeGreaterThan(0);
  expect(named.indexOf('TTFT p95')).toBeLessThan(named.indexOf('context load time p95'));
});
