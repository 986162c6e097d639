import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { METRICS } from '../../../src/metric/registry.ts';
import { escapeMarkdown } from '../../../src/report/markdown/escape-markdown.ts';
import {
  renderMarkdown,
  renderMarkdownSummary,
} from '../../../src/report/markdown/render-markdown.ts';
import { TestError } from '../../../src/spec/error/errors.ts';
import { builtBaseline, builtLoad } from '../../stream/built/built-phases.ts';
import { MIB, PhaseBuilder } from '../../stream/built/phase-builder.ts';
import { concluded } from '../concluded.ts';

/** Other metrics have a row only where they have something to show. */
const ALWAYS_SHOWN = METRICS.filter(({ isShownWhen }) => isShownWhen === undefined);

const baseline = builtBaseline().build(5900);

describe('renderMarkdown', () => {
  test('has a row for every metric, criteria with their threshold and verdict', () => {
    const text = renderMarkdown(concluded([baseline], { criteria: { maxMemoryUsage: 1000 } }));
    for (const { label } of ALWAYS_SHOWN) expect(text).toContain(escapeMarkdown(label));
    expect(text).toMatch(/\| RSS max +\| +240\.0 MiB \| +≤ 1000 B \| \*\*fail\*\* +\|/u);
    expect(text).toMatch(/^# Loadcell report$/mu);
    expect(text).toMatch(/^<summary>baseline: fail, /mu);
  });

  test('begins with the verdict, what failed, the criteria and a line for each phase and stage', () => {
    const text = renderMarkdownSummary(
      concluded([baseline], {
        criteria: { maxMemoryUsage: 1000 },
        errors: [new TestError('It burnt.', { phase: 'baseline' })],
      }),
    );
    const order = ['❌ **fail**', '**baseline**: It burnt.', '| maxMemoryUsage', '| Peak memory'];
    const places = order.map((part) => text.indexOf(part));
    expect(places).not.toContain(-1);
    expect(places).toEqual(places.toSorted((one, other) => one - other));
    expect(text).toMatch(/\| baseline \| +240\.0 MiB \| +\| +\|/u);
    expect(text).toMatch(
      /\| baseline, sequential \| +200\.0 MiB \| +20\.0 ms \| +34\.0 ms \| +200\/s \| +0\.0% \|/u,
    );
    expect(text).not.toContain('<details>');
  });

  test('ranks failed requests last, as criteria and the table of the stage do', () => {
    const phase = new PhaseBuilder('load').stage('closed', 0, 2000);
    for (let index = 0; index < 100; index += 1) {
      const sentMs = index * 10;
      if (index < 20)
        phase.request({ purpose: 'load', sentMs, endMs: sentMs + 1, errorKind: 'http-5xx' });
      else phase.request({ purpose: 'load', sentMs, chunksMs: [sentMs + 5] });
    }
    const text = renderMarkdownSummary(concluded([phase.build(2500)]));
    expect(text).toMatch(/\| load, closed \| +— \| +failed \| +failed \|/u);
  });

  test('lists findings by severity, with evidence and advice', () => {
    const text = renderMarkdown(concluded([baseline], { criteria: { maxMemoryUsage: 250 * MIB } }));
    expect(text).toMatch(
      /^- 🟡 warning: Memory came close to its limit\. .*\n {2}- baseline: peak 240\.0 MiB, limit 250\.0 MiB/mu,
    );
    expect(text).toMatch(/^- 🔵 note: An over-long prompt/mu);
  });

  test('has the same finding of several phases once, with the evidence of each', () => {
    const text = renderMarkdown(concluded([baseline, builtLoad().build(5500)]));
    expect(text.match(/An over-long prompt/gu)).toHaveLength(1);
    expect(text).toMatch(/\n {2}- baseline: dropped 33\.3%\n {2}- load: dropped 33\.3%/u);
  });

  test('has a table of each stage, and names its stage where a criterion was judged', () => {
    const text = renderMarkdown(
      concluded([builtLoad().build(5500)], {
        criteria: { p95TimeToFirstToken: 10 },
        stages: { load: ['closed', 'open', 'burst'] },
      }),
    );
    expect(text).toMatch(/^\| ❌ \| load, open \| p95TimeToFirstToken \| 20\.0 ms \|/mu);
    const plain = text.replaceAll('\\', '');
    expect(plain).toMatch(
      /^\*\*open\*\* \*\*fail\*\*: Poisson 40 req\/s · window 1\.50 s · 70 successful/mu,
    );
    expect(plain).toMatch(
      /^\| TTFT \| +\| 20\.0 ms \| 20\.0 ms \| +\| 20\.0 ms \| p95 ≤ 10\.0 ms \| \*\*fail\*\* \|/mu,
    );
    expect(plain).toContain('burst: not run');
    expect(text.match(/^\| TTFT \|/gmu)).toHaveLength(2);
  });

  test('folds the details away, each ended', () => {
    const text = renderMarkdown(concluded([baseline]));
    expect(text.match(/^<details>$/gmu)).toHaveLength(2);
    expect(text.match(/^<\/details>$/gmu)).toHaveLength(2);
  });

  test('lists a skipped phase with the reason', () => {
    const skipped = [{ phase: 'cross-model', reason: 'there is one model only' }];
    const text = renderMarkdownSummary(concluded([baseline], {}, { skipped }));
    expect(text).toMatch(/^- \*\*cross-model\*\* skipped: there is one model only$/mu);
    expect(renderMarkdownSummary(concluded([baseline]))).not.toContain('skipped');
  });

  test('marks an incomplete run', () => {
    const text = renderMarkdown(concluded([baseline], {}, { status: 'killed' }));
    expect(text).toContain('**Incomplete**');
  });

  test('keeps every table row on one line with the same cells, whatever text a server sends', () => {
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
    for (const row of rows) expect([4, 6, 7, 8, 10]).toContain(row.match(/(?<!\\)\|/gu)?.length);
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

  test.each([
    ['ask @octocat', 'ask @\u200Boctocat'],
    ['(@org/team)', '(@\u200Borg/team)'],
    ['see #12 and org/repo#12', 'see \\#\u200B12 and org/repo\\#\u200B12'],
    ['gh-7', 'gh-\u200B7'],
  ])('references no user and no issue on GitHub: %s', (text, escaped) => {
    expect(escapeMarkdown(text)).toBe(escaped);
  });

  test('leaves an address that is not a user name unchanged', () => {
    expect(escapeMarkdown('model@host, # of slots')).toBe(String.raw`model@host, \# of slots`);
  });

  test('leaves plain words alone', () => {
    expect(escapeMarkdown('tiny-small, 7.3 MB')).toBe('tiny-small, 7.3 MB');
  });
});
