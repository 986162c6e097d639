import { describe, expect, it } from 'vitest';
import { TestError } from '../../packages/core/src/spec/error/errors.ts';
import type { PhaseStreams, RunStreams } from '../../packages/core/src/stream/phase-streams.ts';
import { samplesFrom } from '../../packages/core/src/stream/columns/sample-columns.ts';
import { builtBaseline } from '../../packages/core/test/stream/built/built-phases.ts';
import { MIB, PhaseBuilder, stampNs } from '../../packages/core/test/stream/built/phase-builder.ts';
import { useBuiltReports, type BuiltReport } from './support/built-reports.ts';
import { keepScreenshot, whySkipped } from './support/open-report.ts';
import { dragOver, readCharts, readWindow } from './support/read-page.ts';

const HOSTILE = '</script><img src=x onerror="document.title=1"><!-- \u2028';

/** A phase of ten million samples that always change, with one spike. */
function longPhase(): PhaseStreams {
  const count = 10_000_000;
  const timeNs = new Float64Array(count);
  const rssBytes = new Float64Array(count);
  for (let row = 0; row < count; row += 1) {
    timeNs[row] = stampNs(row);
    rssBytes[row] = (row === 7_654_321 ? 999 : 200 + (row % 50)) * MIB;
  }
  const samples = samplesFrom(count, new Int32Array(count).fill(42), (name) => {
    if (name === 'timeNs') return timeNs;
    return name === 'rssBytes' ? rssBytes : new Float64Array(0);
  });
  return new PhaseBuilder('load').build(count, { samples });
}

describe.skipIf(whySkipped !== undefined)(
  `edge cases of report.html (${whySkipped ?? 'here'})`,
  () => {
    const openReport = useBuiltReports();
    const opened = (
      phases: readonly PhaseStreams[],
      given: BuiltReport['given'] = {},
      run: Partial<RunStreams> = {},
    ) => openReport(phases, { given, run });

    it('reports why there are no charts when nothing was measured, and draws no empty axes', async () => {
      const { page, troubles } = await opened([new PhaseBuilder('load').build(10)]);
      expect(await page.locator('.plot').count()).toBe(0);
      const text = await page.locator('main').innerText();
      expect(text).toContain('Memory was not sampled');
      expect(text).toContain('No measured request was made');
      expect(text).toContain('No latency was measured');
      expect(troubles).toEqual([]);
      await keepScreenshot(page, 'nothing-measured');
    });

    it('renders without any phase', async () => {
      const { page, troubles } = await opened([], {}, { status: 'killed' });
      expect(await page.locator('h1').innerText()).toContain('Fail');
      expect(troubles).toEqual([]);
    });

    it('draws one sample and one request as visible points', async () => {
      const phase = new PhaseBuilder('load')
        .memory({ fromMs: 5, toMs: 6, rssBytes: 100 * MIB })
        .stage('sequential', 2, 9)
        .request({ purpose: 'sequential', sentMs: 2, chunksMs: [8] });
      const { page, troubles } = await opened([phase.build(10)]);
      for (const { id, colors } of await readCharts(page)) {
        expect(colors, id).toBeGreaterThan(0);
      }
      expect(troubles).toEqual([]);
      await keepScreenshot(page, 'one-of-each');
    });

    it('shows a criterion with too few requests as inconclusive, even beyond its threshold, with a visible sign', async () => {
      const phase = new PhaseBuilder('load').stage('open', 0, 2000);
      for (let number = 0; number < 100; number += 1) {
        const sentMs = 20 * number;
        const tookMs = number % 50 === 7 ? 60 : 10;
        phase.request({ purpose: 'load', sentMs, chunksMs: [sentMs + tookMs] });
      }
      const { page, troubles } = await opened([phase.build(5000)], {
        criteria: { 'ttft.p99': 40 },
      });
      const heading = page.locator('h1');
      expect(await heading.innerText()).toContain('Inconclusive');
      const [ground, color] = await page.locator('.status-mark').evaluate((mark) => {
        const { backgroundColor, color: front } = getComputedStyle(mark);
        return [backgroundColor, front];
      });
      expect(ground).not.toBe('rgba(0, 0, 0, 0)');
      expect(ground).not.toBe(color);
      const text = await page.locator('#stages').innerText();
      expect(text).toMatch(/ttft\.p99: inconclusive: 95% bounds/u);
      expect(text).toContain('Empty: too few samples; p99 needs 299 requests.');
      expect(troubles).toEqual([]);
      await keepScreenshot(page, 'inconclusive');
    });

    it('reports that a run was killed, and what went wrong', async () => {
      const { page, troubles } = await opened(
        [builtBaseline().build(3000, { ended: false })],
        { errors: [new TestError('The machine burnt down.', { phase: 'baseline' })] },
        { status: 'killed' },
      );
      const text = await page.locator('main').innerText();
      expect(text).toMatch(/incomplete: killed/u);
      expect(text).toContain('The machine burnt down.');
      expect(troubles).toEqual([]);
      await keepScreenshot(page, 'killed');
    });

    it('shows the memory that the server reports by use, with names as text', async () => {
      const places = [{ name: '<b>CUDA0</b>', bytes: 4096 * MIB }];
      const phase = builtBaseline().event(1, (place) => ({
        kind: 'server-memory-parts',
        ...place,
        source: 'vllm',
        loads: 1,
        parts: [{ part: 'weights', bytes: 4096 * MIB, places }],
      }));
      const { page, troubles } = await opened([phase.build(5900)]);
      const table = page.locator('.phase-metrics table').nth(1);
      expect(await table.innerText()).toMatch(/weights\s+4\.0 GiB\s+<b>CUDA0<\/b>/u);
      expect(troubles).toEqual([]);
    });

    it('shows server output as text, runs nothing of it and requests nothing', async () => {
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
        .modelSwitch(HOSTILE, 'other', 5120, 5130);
      const { page, troubles } = await opened([phase.build(5900)], { title: HOSTILE });
      expect(await page.locator('main img').count()).toBe(0);
      expect(await page.title()).toContain('</script>');
      expect(await page.locator('#errors').innerText()).toContain('<img src=x');
      expect(troubles).toEqual([]);
    });

    it('holds ten million samples in under 8 MB, reports that, and shows their only spike', async () => {
      const { html, page, troubles } = await opened([longPhase()]);
      expect(html.length).toBeLessThan(8_000_000);
      expect(await page.locator('#memory .note').first().innerText()).toMatch(
        /^[\d,]+ of 10,000,000 samples/u,
      );
      expect(await page.locator('#memory .peaks').innerText()).toContain('999.0 MiB');
      const table = page.locator('#memory .data-table');
      await table.locator('summary').click();
      expect(await table.innerText()).toMatch(/Maximum\s+999\.0 MiB/u);
      await dragOver(page, 'memory-chart', 0.5, 0.6);
      const { from, to } = await readWindow(page, 'memory-chart');
      expect(to - from).toBeLessThan(1_100_000);
      expect(troubles).toEqual([]);
    }, 120_000);
  },
);
