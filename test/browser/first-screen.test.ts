import { describe, expect, it } from 'vitest';
import type { PhaseStreams } from '../../packages/core/src/stream/phase-streams.ts';
import { builtBaseline, builtLoad } from '../../packages/core/test/stream/built/built-phases.ts';
import { builtSweep } from '../../packages/core/test/stream/built/built-sweep.ts';
import { useBuiltReports, type BuiltReport } from './support/built-reports.ts';
import {
  keepScreenshot,
  whySkipped,
  type OpenReport,
  type ReportView,
} from './support/open-report.ts';
import { readCharts } from './support/read-page.ts';

/** Criteria of which each load misses one, and the phases miss none. */
const CRITERIA = { p95ResponseTime: 34.1, maxMemoryUsage: 2 ** 30 };

describe.skipIf(whySkipped !== undefined)(
  `first screen of report.html (${whySkipped ?? 'here'})`,
  () => {
    const openReport = useBuiltReports();
    const opened = (
      phases: readonly PhaseStreams[],
      view: ReportView,
      given: BuiltReport['given'] = { criteria: CRITERIA },
    ): Promise<OpenReport> => openReport(phases, { given, view });

    const SCREEN = { width: 1280, height: 800 };
    const run = [builtBaseline().build(5900), builtLoad().build(5500)];

    it('shows the verdict, a row for each stage, and the top of the curve', async () => {
      const { page, troubles } = await opened(run, SCREEN);
      const order = await page
        .locator('main > section')
        .evaluateAll((sections) => sections.map(({ id }) => id));
      expect(order.slice(0, 4)).toEqual(['stages', 'timeline', 'findings', 'criteria']);
      const tops = await page
        .locator('.verdict, .stage-table, #operating-points')
        .evaluateAll((parts) => parts.map((part) => part.getBoundingClientRect().top));
      expect(tops).toHaveLength(3);
      expect(tops).toEqual(tops.toSorted((a, b) => a - b));
      expect(Math.max(...tops)).toBeLessThan(SCREEN.height - 150);
      expect(await page.locator('#operating-chart-plot').getAttribute('data-points')).toBe('3');
      expect(troubles).toEqual([]);
      await keepScreenshot(page, 'first-screen-1280');
    });

    it('starts memory on the first screen when there is no curve', async () => {
      const { page } = await opened([builtBaseline().build(5900)], SCREEN);
      expect(await page.locator('#operating-points').count()).toBe(0);
      const box = await page.locator('#memory').boundingBox();
      expect(box?.y).toBeLessThan(SCREEN.height - 150);
    });

    it('names a missed criterion next to the stage that missed it', async () => {
      const { page } = await opened(run, SCREEN);
      const rows = await page.locator('.stage-table tbody tr').allInnerTexts();
      expect(rows).toHaveLength(3);
      const [baseline = '', closed = '', open = ''] = rows;
      expect(baseline).not.toContain('p95ResponseTime');
      expect(closed).toMatch(/^load\s+closed\s+concurrency 4\s+✓ pass/u);
      expect(open).toMatch(
        /open\s+Poisson 40 req\/s\s+✕ fail\s+p95ResponseTime 34\.2\d* ms \(≤ 34\.1\d* ms\)/u,
      );
    });

    it('draws a sweep as a curve with its SLO, and has one row for it', async () => {
      const { page, troubles } = await opened([builtSweep().build(5000)], SCREEN, {});
      const rows = await page.locator('.stage-table tbody tr').allInnerTexts();
      expect(rows).toHaveLength(1);
      expect(rows[0]).toMatch(/sweep\s+Poisson 40 req\/s: highest met of 3 levels\s+✓ SLOs met/u);
      const charts = await readCharts(page);
      const curve = charts.find(({ id }) => id === 'operating-chart-plot');
      expect(curve).toMatchObject({ points: 3 });
      expect(curve?.colors).toBeGreaterThan(1);
      expect(await page.locator('#operating-chart').innerText()).toContain('SLO 50.0 ms');
      await page.locator('#operating-points').getByText('TPOT', { exact: true }).first().click();
      expect(await page.locator('#operating-chart').innerText()).toContain(
        'No SLO is set for TPOT',
      );
      expect(troubles).toEqual([]);
      await keepScreenshot(page, 'sweep-1280');
    });

    it.each(['light', 'dark'] as const)(
      'fits 390 pixels, %s, without a cut cell',
      async (scheme) => {
        const { page } = await opened(run, { width: 390, height: 800, scheme });
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
        const widest = await page
          .locator('.stage-table td')
          .evaluateAll((cells) =>
            Math.max(...cells.map((cell) => cell.getBoundingClientRect().right)),
          );
        expect(widest).toBeLessThanOrEqual(390);
        await keepScreenshot(page, `first-screen-390-${scheme}`);
      },
    );

    it('prints the table of stages within the width of the paper', async () => {
      const { page } = await opened(run, { width: 794, height: 1100 });
      await page.emulateMedia({ media: 'print' });
      const frame = await page
        .locator('.stage-table table')
        .evaluate((table) => table.getBoundingClientRect().right);
      expect(frame).toBeLessThanOrEqual(794);
    });
  },
);
