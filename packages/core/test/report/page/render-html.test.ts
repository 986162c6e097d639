import { createHash } from 'node:crypto';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import { buildPageData } from '../../../src/report/page/build-page-data.ts';
import { readPageAsset } from '../../../src/report/page/page-asset.ts';
import { renderHtml, renderPage } from '../../../src/report/page/render-html.ts';
import { TestError } from '../../../src/spec/error/errors.ts';
import type { PhaseStreams, RunStreams } from '../../../src/stream/phase-streams.ts';
import { builtBaseline, builtCrossModel, builtLoad } from '../../stream/built/built-phases.ts';
import { PhaseBuilder, runOf } from '../../stream/built/phase-builder.ts';
import { temporaryFolder } from '../../stream/temporary-folder.ts';
import { concluded } from '../concluded.ts';

type Given = Parameters<typeof concluded>[1];

function inputOf(
  phases: readonly PhaseStreams[],
  given: Given = {},
  run: Partial<RunStreams> = {},
) {
  return { streams: runOf(phases, run), ...concluded(phases, given, run) };
}

const whole = [builtBaseline().build(5900), builtCrossModel().build(3700), builtLoad().build(5500)];
const HOSTILE = '</script><img src=x onerror=alert(1)><!-- \u2028 "\'';

describe('renderHtml', () => {
  test('is one file under a megabyte that references no other', () => {
    const html = renderHtml(inputOf(whole));
    expect(Buffer.byteLength(html)).toBeLessThan(1_000_000);
    const markup = html.replace(/<script[\s\S]*?<\/script>|<style[\s\S]*?<\/style>/gu, '');
    expect(markup).not.toMatch(/(?:src|href)=|https?:/u);
    expect(html).not.toMatch(/@import|url\((?!["']?data:)/u);
  });

  test('allows only its script and style, by their hashes', () => {
    const html = renderHtml(inputOf(whole));
    const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/u.exec(html)?.[1] ?? '';
    expect(policy).toMatch(/^default-src 'none'; /u);
    expect(policy).not.toMatch(/unsafe|\*|https?:/u);
    const [script = ''] = [...html.matchAll(/<script>([\s\S]*?)<\/script>/gu)].map(
      ([, one]) => one,
    );
    const style = /<style>([\s\S]*?)<\/style>/u.exec(html)?.[1] ?? '';
    for (const content of [script, style]) {
      expect(content).not.toBe('');
      const hash = createHash('sha256').update(content).digest('base64');
      expect(policy).toContain(`'sha256-${hash}'`);
    }
  });

  test('keeps any text from a server as text', () => {
    const phase = builtBaseline()
      .request({
        purpose: 'sequential',
        sentMs: 900,
        endMs: 901,
        errorKind: HOSTILE,
        errorMessage: HOSTILE,
        model: HOSTILE,
      })
      .event(1, (place) => ({ kind: 'mark', ...place, name: HOSTILE }))
      .modelSwitch(HOSTILE, HOSTILE, 5120, 5130);
    const input = inputOf([phase.build(5900)], {
      title: HOSTILE,
      errors: [new TestError(HOSTILE, { phase: 'baseline' })],
    });
    const html = renderHtml(input);
    expect(html).not.toContain('<img');
    expect(html).not.toContain('<!-- ');
    expect(html.match(/<\/script>/gu)).toHaveLength(2);
    const json = /id="report-data">([\s\S]*?)<\/script>/u.exec(html)?.[1] ?? '';
    expect(JSON.parse(json)).toEqual(JSON.parse(JSON.stringify(buildPageData(input))));
  });

  test('shows the verdict to readers without scripts', () => {
    const html = renderHtml(inputOf(whole, { criteria: { maxMemoryUsage: 1 } }));
    expect(/<noscript>([\s\S]*?)<\/noscript>/u.exec(html)?.[1]).toMatch(/Fail: Loadcell report/u);
  });
});

describe('buildPageData', () => {
  test('has every criterion with value, threshold and margin', () => {
    const { phases, verdictText } = buildPageData(
      inputOf(whole, { criteria: { maxMemoryUsage: 480 * 2 ** 20 } }),
    );
    expect(phases[0]?.criteria).toMatchObject([
      {
        name: 'maxMemoryUsage',
        value: '240.0 MiB',
        threshold: '≤ 480.0 MiB',
        margin: '+240.0 MiB',
        marginShare: 0.5,
        status: 'pass',
      },
    ]);
    expect(verdictText).toBe('All 3 criteria were met.');
  });

  test('reports a criterion that was missed, or not measured', () => {
    const missed = buildPageData(inputOf(whole, { criteria: { maxMemoryUsage: 120 * 2 ** 20 } }));
    expect(missed.phases[0]?.criteria[0]).toMatchObject({ margin: '−120.0 MiB', marginShare: -1 });
    expect(missed.verdictText).toBe('3 of 3 criteria were not met.');
    const nothing = [new PhaseBuilder('load').build(10)];
    const phases = [
      { name: 'load', duration: 1, metrics: [], successCriteria: { maxMemoryUsage: 1 } },
    ];
    const unmeasured = buildPageData(inputOf(nothing, { phases }));
    expect(unmeasured.phases[0]?.criteria[0]).toMatchObject({
      value: '—',
      margin: '—',
      marginShare: null,
    });
  });

  test('agrees in number with the criteria that were not met', () => {
    const textOf = (given: Given, phases = whole): string =>
      buildPageData(inputOf(phases, given)).verdictText;
    const only = [builtBaseline().build(5900)];
    expect(textOf({ criteria: { maxMemoryUsage: 1 } }, only)).toBe('The criterion was not met.');
    expect(textOf({ criteria: { maxMemoryUsage: 1, maxErrorRate: 1 } }, only)).toBe(
      '1 of 2 criteria was not met.',
    );
  });

  test('reports that a killed run cannot pass', () => {
    const { status, verdictText } = buildPageData(inputOf(whole, {}, { status: 'killed' }));
    expect(status).toBe('fail');
    expect(verdictText).toMatch(/The run was killed, so it cannot pass/u);
  });

  test('counts times from the start of the run', () => {
    const { durationMs, beganEpochMs, timestamp } = buildPageData(inputOf(whole));
    expect(durationMs).toBe(5900);
    expect(new Date(beganEpochMs).toISOString()).toBe(timestamp);
  });

  test('points each finding at a section, with its evidence', () => {
    const { advice } = buildPageData(
      inputOf(whole, { criteria: { maxMemoryUsage: 250 * 2 ** 20 } }),
    );
    const near = advice.find(({ finding }) => /close to its limit/u.test(finding));
    expect(near).toMatchObject({
      phase: 'baseline',
      anchor: 'memory-baseline',
      severity: 'warning',
    });
    expect(near?.evidence.length).toBeGreaterThan(0);
  });
});

describe('the page assets of the package', () => {
  test('report what to do when they were not built', () => {
    const folder = pathToFileURL(`${temporaryFolder()}/`);
    expect(() => readPageAsset(folder)).toThrow(/report-page\.js.*npm run build/su);
  });

  test('contain nothing that would end their elements', () => {
    const { script, style } = readPageAsset();
    expect(script).not.toMatch(/<\/script|<!--/iu);
    expect(style).not.toMatch(/<\//u);
    const html = renderPage(buildPageData(inputOf(whole)), { script, style });
    expect(html.startsWith('<!doctype html>')).toBe(true);
  });
});
