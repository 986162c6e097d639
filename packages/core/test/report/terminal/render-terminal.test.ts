import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';
import { METRICS } from '../../../src/metric/registry.ts';
import type { Palette } from '../../../src/report/terminal/palette.ts';
import { renderTerminal } from '../../../src/report/terminal/render-terminal.ts';
import { TestError } from '../../../src/spec/error/errors.ts';
import { builtBaseline, builtCrossModel } from '../../stream/built/built-phases.ts';
import { PhaseBuilder } from '../../stream/built/phase-builder.ts';
import { concluded } from '../concluded.ts';

/** Others have a row only where they have something to say. */
const ALWAYS_SHOWN = METRICS.filter(({ isShownWhen }) => isShownWhen === undefined);

const baseline = builtBaseline().build(5900);
const criteria = { maxMemoryUsage: 1000, avgLoadTime: 5000, contextPreservation: 0.95 };

/** A palette as a terminal has it: each colour opened and closed again. */
const ansi: Palette = {
  bold: (text) => `\u001B[1m${text}\u001B[22m`,
  dim: (text) => `\u001B[2m${text}\u001B[22m`,
  red: (text) => `\u001B[31m${text}\u001B[39m`,
  green: (text) => `\u001B[32m${text}\u001B[39m`,
  yellow: (text) => `\u001B[33m${text}\u001B[39m`,
};

/** The lines of the tables of phases. */
function phaseTableOf(text: string): string[] {
  return text.split('\n').filter((line) => /^ \S/u.test(line));
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
  const text = renderTerminal(concluded([baseline], { criteria }), { width: 140 });

  test('shows a criterion with value, unit, threshold and verdict, and by how much', () => {
    expect(lineWith(text, 'maxMemoryUsage')).toMatch(
      /240\.0 MiB\s+≤ 1000 B\s+FAIL\s+240\.0 MiB over/u,
    );
    expect(lineWith(text, 'avgLoadTime')).toMatch(/100 ms\s+≤ 5\.00 s\s+pass\s+4\.90 s below/u);
    expect(lineWith(text, 'contextPreservation')).toMatch(/100\.0%\s+≥ 95\.0%\s+pass/u);
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
    const shown = renderTerminal(concluded([idle.build(9)]), { width: 140 });
    expect(shown).toMatch(/^ {4}— .*inferenceTime.*: not measured: none of 1 requests/mu);
    expect(lineWith(shown, 'memoryUsage.baseline')).toMatch(/—\s+not measured/u);
  });

  test('shows windows and the sampler’s account of itself', () => {
    expect(text).toContain('Windows: idle 500 ms, cooldown 500 ms');
    expect(text).toMatch(/^ {4}Window: 4\.00 s; no warm-up; sending 3\.96 s; no drain;/mu);
    expect(text).toContain('1,000 Hz asked, 999 Hz reached; 5,000 samples, 4 late, 1 missed');
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
    expect(shown).not.toContain('TTFT');
  });

  test('says that a run is incomplete, and what failed', () => {
    const cutOff = builtCrossModel().build(2000, { ended: false });
    const shown = renderTerminal(
      concluded(
        [cutOff],
        { errors: [new TestError('The host went away.', { phase: 'cross-model' })] },
        { status: 'interrupted' },
      ),
    );
    expect(shown).toContain('Incomplete: the run was interrupted');
    expect(shown).toContain('! The host went away.');
  });

  test('has no colours of its own, and uses those it is given', () => {
    // oxlint-disable-next-line no-control-regex -- escape sequences are what must not be there
    expect(text).not.toMatch(/\u001B/u);
    const coloured = renderTerminal(concluded([baseline], { criteria }), { palette: ansi });
    expect(coloured).toContain(ansi.red('FAIL'));
    expect(coloured).toContain(ansi.green('pass'));
    expect(coloured).toContain(ansi.bold('maxMemoryUsage'));
    const plain = renderTerminal(concluded([baseline], { criteria }));
    const withoutTrailing = (shown: string) => shown.replaceAll(/ +$/gmu, '');
    expect(withoutTrailing(stripVTControlCharacters(coloured))).toBe(withoutTrailing(plain));
  });

  test('keeps its table within the width', () => {
    const shown = renderTerminal(concluded([baseline], { criteria }), { width: 100 });
    for (const table of [phaseTableOf(shown), stageTableOf(shown)]) {
      expect(table.length).toBeGreaterThan(8);
      for (const line of table) expect(line.length).toBeLessThanOrEqual(100);
    }
  });

  test('does not let a host move the cursor or write lines of its own', () => {
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

  test('has what a phase and its stages measured, and leaves definitions to the other formats', () => {
    for (const name of ['retainedMemory', 'avgLoadTime', 'TTFT', 'TPOT', 'ITL', 'throughput']) {
      expect(lineWith(text, name)).toMatch(/\d/u);
    }
    for (const { formula } of ALWAYS_SHOWN) expect(text).not.toContain(`= ${formula}`);
    expect(text).not.toContain('anonymousMemory');
  });

  test('gives a reason for what was not measured, in a line for all that share it', () => {
    expect(lineWith(text, 'gpuMemory')).toMatch(
      /^ {2}— gpuMemory, gpuUtilization.*: not measured: /u,
    );
  });

  test('takes less than half of the lines', () => {
    const full = renderTerminal(concluded([baseline], { criteria: failing }), { width: 100 });
    expect(text.split('\n').length).toBeLessThan(full.split('\n').length / 2);
  });

  test('ends in the verdict and what failed, which is what stands above the prompt', () => {
    const [verdict, ...failed] = text.trimEnd().split('\n').slice(-2);
    expect(verdict).toMatch(/^FAIL {2}0 of 1 phases passed/u);
    expect(failed).toEqual([
      expect.stringMatching(/^ {2}baseline: maxMemoryUsage 240\.0 MiB, .*over/u),
    ]);
  });

  test('says once that nothing was measured', () => {
    const unreached = new PhaseBuilder('load').build(9);
    const errors = [new TestError('The server was not reached.', { phase: 'load' })];
    const shown = renderTerminal(concluded([unreached], { errors }), brief);
    expect(shown).toContain('! The server was not reached.');
    expect(shown.split('\n').filter((line) => line.includes('not measured'))).toEqual([]);
    expect(shown.trimEnd().split('\n').at(-1)).toBe('  load: The server was not reached.');
  });

  test('fits a terminal of 60 columns', () => {
    const narrow = renderTerminal(concluded([baseline], { criteria: failing }), {
      ...brief,
      width: 60,
    });
    const table = phaseTableOf(narrow);
    expect(table.length).toBeGreaterThan(8);
    for (const line of table) expect(line.length).toBeLessThanOrEqual(60);
  });
});

test('a criterion of a phase that is inconclusive has its verdict in full, and its bounds once', () => {
  const given = { criteria: { p95ContextLoadTime: 1000 } };
  const text = renderTerminal(concluded([baseline], given), { detail: 'brief', width: 100 });
  expect(lineWith(text, ' p95ContextLoadTime')).toMatch(/≤ 1\.00 s {2}inconclusive {2}\S/u);
  const accepted = concluded([baseline], { ...given, acceptInconclusive: true });
  const full = renderTerminal(accepted, { detail: 'full', width: 400 });
  const line = lineWith(full, ' p95ContextLoadTime');
  expect(line).toContain('accepted, though inconclusive: 95% bounds');
  expect(line.match(/95% bounds/gu)).toHaveLength(1);
});

test('the end names what was missed before what is inconclusive', () => {
  const given = { criteria: { p95ContextLoadTime: 1000, p95TimeToFirstToken: 1 } };
  const text = renderTerminal(concluded([baseline], given), { detail: 'brief', width: 100 });
  const closing = text.slice(text.lastIndexOf('phases passed'));
  expect(closing.indexOf('p95TimeToFirstToken')).toBeGreaterThan(0);
  expect(closing.indexOf('p95TimeToFirstToken')).toBeLessThan(
    closing.indexOf('p95ContextLoadTime'),
  );
});
