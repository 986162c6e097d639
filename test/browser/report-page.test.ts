import axe from 'axe-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  keepScreenshot,
  ReportBrowser,
  whySkipped,
  type OpenReport,
} from './support/open-report.ts';
import { dragOver, hoverOver, readCharts, readCursor, readWindow } from './support/read-page.ts';
import { makeRealRuns, type RealRuns } from './support/real-runs.ts';

const TIME_CHARTS = ['memory-chart', 'first-token-chart', 'request-chart', 'concurrency-chart'];

describe.skipIf(whySkipped !== undefined)(
  `report.html of real runs (${whySkipped ?? 'here'})`,
  () => {
    let runs: RealRuns;
    let browser: ReportBrowser;

    beforeAll(async () => {
      runs = await makeRealRuns();
      browser = await ReportBrowser.launch();
    });

    afterAll(async () => {
      await browser?.close();
      runs?.remove();
    });

    /** Opens a report, and checks that nothing went wrong while it was read. */
    async function looking(
      file: string,
      view: Parameters<ReportBrowser['open']>[1],
      look: (report: OpenReport) => Promise<void>,
    ): Promise<void> {
      const report = await browser.open(file, view);
      try {
        await look(report);
        expect(report.troubles).toEqual([]);
      } finally {
        await report.page.context().close();
      }
    }

    it('starts with the verdict, and has a row for each stage and every criterion', () =>
      looking(runs.engine, {}, async ({ page }) => {
        expect(await page.locator('h1').innerText()).toMatch(/Pass|Fail/u);
        const rows = await page.locator('#stages .stage-table tbody tr').allInnerTexts();
        expect(rows.join('\n')).toMatch(/closed\s+concurrency 4[^]*open\s+Poisson/u);
        const criteria = (await page.locator('#criteria tbody tr').allInnerTexts()).join('\n');
        expect(criteria).toMatch(/^errorRate\s+load\s+open\s+✓ pass\s+0\.0 ?%/mu);
        await keepScreenshot(page, 'engine-1440-light');
      }));

    it.each(['engine', 'server'] as const)('draws every chart of the run of the %s', (which) =>
      looking(runs[which], {}, async ({ page }) => {
        const charts = await readCharts(page);
        expect(charts.map(({ id }) => id)).toContain('memory-chart-plot');
        expect(charts.map(({ id }) => id)).toContain('percentile-chart-plot');
        for (const { id, colors, points } of charts) {
          expect(colors, id).toBeGreaterThan(0);
          expect(points, id).toBeGreaterThan(0);
        }
      }),
    );

    it('shows the sweep with its capacity, and failures by kind, for a failing server', () =>
      looking(runs.server, {}, async ({ page }) => {
        const charts = await readCharts(page);
        expect(charts.map(({ id }) => id)).toContain('sweep-latency-0-plot');
        expect(charts.map(({ id }) => id)).toContain('operating-chart-plot');
        expect(await page.locator('#sweep').innerText()).toMatch(/met/u);
        expect(await page.locator('#operating-points').innerText()).toMatch(/SLO 60\.0 ms/u);
        expect(await page.locator('#errors tbody tr').count()).toBeGreaterThan(0);
        await keepScreenshot(page, 'server-1440-light');
      }));

    it('zooms every chart over time together, by drag, wheel and keys', () =>
      looking(runs.engine, {}, async ({ page }) => {
        const whole = await readWindow(page, 'memory-chart');
        await dragOver(page, 'memory-chart', 0.25, 0.5);
        for (const chart of TIME_CHARTS) {
          const { from, to } = await readWindow(page, chart);
          expect(from / whole.to, chart).toBeCloseTo(0.25, 1);
          expect(to / whole.to, chart).toBeCloseTo(0.5, 1);
        }
        await keepScreenshot(page, 'engine-1440-zoomed');
        const dragged = await readWindow(page, 'memory-chart');
        await hoverOver(page, 'memory-chart', 0.5);
        await page.keyboard.down('Control');
        await page.mouse.wheel(0, -100);
        await page.keyboard.up('Control');
        await expect
          .poll(async () => (await readWindow(page, 'request-chart')).to)
          .toBeLessThan(dragged.to);
        const wheeled = await readWindow(page, 'memory-chart');
        await page.locator('#memory-chart-plot').focus();
        await page.keyboard.press('+');
        const keyed = await readWindow(page, 'memory-chart');
        expect(keyed.to - keyed.from).toBeLessThan(wheeled.to - wheeled.from);
        await page.getByRole('button', { name: 'Whole run' }).first().click();
        expect(await readWindow(page, 'concurrency-chart')).toEqual(whole);
      }));

    it('shows more samples of memory the further it zooms in, down to single ones', () =>
      looking(runs.engine, {}, async ({ page }) => {
        const pointsOf = async (): Promise<number> =>
          Number(await page.locator('#memory-chart-plot').getAttribute('data-points'));
        const whole = await pointsOf();
        await dragOver(page, 'memory-chart', 0.4, 0.42);
        const points = await pointsOf();
        const drawn = Number(await page.locator('#memory-chart-plot').getAttribute('data-drawn'));
        expect(points).toBeLessThan(whole);
        expect(drawn).toBe(points);
      }));

    it('shows the cursor of one chart on the others, and the state at that time in the panel', () =>
      looking(runs.engine, {}, async ({ page }) => {
        await hoverOver(page, 'memory-chart', 0.9);
        const at = await readCursor(page, 'memory-chart');
        expect(at).toBeGreaterThan(0);
        for (const chart of TIME_CHARTS) {
          expect(Math.abs((await readCursor(page, chart)) - at), chart).toBeLessThanOrEqual(1);
        }
        const panel = page.getByRole('complementary', { name: 'Memory: at the cursor' });
        const text = await panel.innerText();
        expect(text).toMatch(/Phase\s+load/u);
        expect(text).toMatch(/Memory\s+[\d.]+ MiB/u);
        expect(text).toMatch(/in flight|later|earlier/u);
        expect(text).toMatch(/Stage\s+\S/u);
        expect(text).toMatch(/Nearby events/u);
        await keepScreenshot(page, 'engine-1440-hover');
        await page.mouse.down();
        await page.mouse.up();
        await hoverOver(page, 'first-token-chart', 0.2);
        expect(await panel.innerText()).toMatch(/pinned/u);
        expect(Math.abs((await readCursor(page, 'memory-chart')) - at)).toBeLessThanOrEqual(1);
        await page.keyboard.press('Escape');
        expect(await panel.innerText()).not.toMatch(/pinned/u);
      }));

    it('splits memory by kind, and hides a line that is turned off', () =>
      looking(runs.engine, {}, async ({ page }) => {
        await page.getByText('By kind').click();
        const figure = page.locator('#memory-chart');
        expect(await figure.innerText()).toMatch(/Anonymous[\s\S]*File pages[\s\S]*V8 heap/u);
        const colorsOf = async (): Promise<number> =>
          (await readCharts(page)).find(({ id }) => id === 'memory-chart-plot')?.colors ?? 0;
        const all = await colorsOf();
        for (const label of ['RSS', 'Anonymous', 'File pages', 'V8 heap']) {
          await figure.locator('label').filter({ hasText: label }).locator('input').uncheck();
        }
        expect(await colorsOf()).toBeLessThan(all);
      }));

    it('goes from a finding to its evidence, in its phase and stage', () =>
      looking(runs.engine, { anchor: 'memory-load' }, async ({ page }) => {
        const { from, to } = await readWindow(page, 'memory-chart');
        await page.getByRole('button', { name: 'Whole run' }).first().click();
        const whole = await readWindow(page, 'memory-chart');
        expect(from).toBeGreaterThan(whole.to / 3);
        expect(to - from).toBeLessThan(whole.to / 1.5);
        for (const link of await page.locator('.advice a').all()) {
          const anchor = (await link.getAttribute('href'))?.slice(1) ?? '';
          const section = anchor.replace(/-(?:baseline|cross-model|load)(?:-.*)?$/u, '');
          expect(await page.locator(`#${section}`).count(), anchor).toBe(1);
        }
        await page.evaluate(() => {
          location.hash = 'first-token-load-open';
        });
        await expect
          .poll(async () => (await readWindow(page, 'memory-chart')).from)
          .toBeGreaterThan(from);
        const open = await readWindow(page, 'first-token-chart');
        expect(open.to - open.from).toBeLessThan(to - from);
      }));

    it('is dark if the system is, and switches by a button', () =>
      looking(runs.engine, { scheme: 'dark' }, async ({ page }) => {
        const ground = (): Promise<string> =>
          page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
        const dark = await ground();
        await keepScreenshot(page, 'engine-1440-dark');
        await page.getByRole('button', { name: 'Light mode' }).click();
        expect(await ground()).not.toBe(dark);
        expect(await ground()).toBe('rgb(255, 255, 255)');
      }));

    it.each([390, 1440])('fits %d pixels without cutting anything off', (width) =>
      looking(runs.server, { width }, async ({ page }) => {
        const widths = await page.evaluate(() => [
          document.documentElement.scrollWidth,
          innerWidth,
        ]);
        expect(widths[0]).toBeLessThanOrEqual(widths[1] ?? 0);
        for (const plot of await page.locator('.plot').all()) {
          const box = await plot.boundingBox();
          expect((box?.x ?? -1) + (box?.width ?? 0)).toBeLessThanOrEqual(width);
        }
        await keepScreenshot(page, `server-${width}`);
      }),
    );

    it.each([
      ['light', 1440],
      ['dark', 390],
    ] as const)(
      'has accessible names, roles, order and contrast, %s at %d pixels',
      (scheme, width) =>
        looking(runs.server, { scheme, width }, async ({ page }) => {
          // The content security policy blocks foreign scripts, so axe is injected through the debugger.
          const session = await page.context().newCDPSession(page);
          await session.send('Runtime.evaluate', { expression: axe.source });
          const { result } = await session.send('Runtime.evaluate', {
            expression:
              'axe.run(document).then((found) => JSON.stringify(found.violations.map(({ id, nodes }) => [id, nodes.map(({ target, failureSummary }) => [String(target), failureSummary]).slice(0, 3)])))',
            awaitPromise: true,
            returnByValue: true,
          });
          expect(JSON.parse(String(result.value))).toEqual([]);
        }),
    );

    it('works by keyboard alone: the cursor moves and is announced', () =>
      looking(runs.engine, {}, async ({ page }) => {
        await page.keyboard.press('Tab');
        expect(await page.evaluate(() => document.activeElement?.textContent)).toBe(
          'Skip to the report',
        );
        const chart = page.getByRole('application', { name: /^Memory: total/u });
        await chart.focus();
        await page.keyboard.press('ArrowRight');
        await page.keyboard.press('ArrowRight');
        const spoken = page.locator('#memory-chart [aria-live]');
        expect(await spoken.innerText()).toMatch(/^\d+\.\d{4} s/u);
        expect(await chart.evaluate((one) => getComputedStyle(one).outlineStyle)).not.toBe('none');
        await page.keyboard.press('Enter');
        expect(await page.getByRole('complementary').first().innerText()).toContain('pinned');
      }));

    it('prints in light mode, without screen-only parts', () =>
      looking(runs.engine, { scheme: 'dark' }, async ({ page }) => {
        await page.emulateMedia({ media: 'print' });
        expect(await page.locator('.top-bar').isVisible()).toBe(false);
        expect(await page.locator('#memory-chart canvas').isVisible()).toBe(true);
        const pdf = await page.pdf({ format: 'A4' });
        expect(pdf.byteLength).toBeGreaterThan(20_000);
      }));
  },
);
