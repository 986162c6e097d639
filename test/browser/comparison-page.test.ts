import { mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { runLoadcell } from '../e2e/support/run-loadcell.ts';
import { startMock } from '../e2e/support/start-mock.ts';
import { keepScreenshot, ReportBrowser, whySkipped } from './support/open-report.ts';
import { readCharts } from './support/read-page.ts';

const LOAD = {
  idle: '100ms',
  cooldown: '100ms',
  stages: [
    { kind: 'closed', requests: 20 },
    { kind: 'open', rate: 40, requests: 20 },
  ],
};

/** Compares two real runs of one server. @returns the file of the page */
async function comparedPage(): Promise<string> {
  const mock = await startMock();
  const cwd = realpathSync(mkdtempSync(path.join(tmpdir(), 'loadcell-browser-')));
  onTestFinished(() => rmSync(cwd, { recursive: true, force: true }));
  const target = { url: mock.url, pid: mock.pid };
  const config = { target, phase: 'load', successCriteria: {}, phases: { load: LOAD } };
  writeFileSync(path.join(cwd, 'loadcell.config.json'), JSON.stringify(config));
  const { code, stderr } = await runLoadcell(['run', '--repeat', '2', '--quiet'], { cwd });
  expect(code, stderr).toBe(0);
  const results = path.join(cwd, 'loadcell-results');
  const [set = ''] = readdirSync(results).filter((name) => name !== 'latest');
  const runs = readdirSync(path.join(results, set)).filter((name) => name.endsWith('-run'));
  const [base = '', candidate = ''] = runs.map((name) => path.join(results, set, name));
  const compared = await runLoadcell(
    ['compare', base, candidate, '--allow-mismatch', '--html', 'comparison.html'],
    { cwd },
  );
  expect(compared.code, compared.stderr).toBe(0);
  return path.join(cwd, 'comparison.html');
}

describe.skipIf(whySkipped !== undefined)(`comparison page (${whySkipped ?? 'here'})`, () => {
  let browser: ReportBrowser;
  beforeAll(async () => {
    browser = await ReportBrowser.launch();
  });
  afterAll(() => browser.close());

  it('draws percentiles and memory of both sides, wide and narrow, and requests nothing', async () => {
    const file = await comparedPage();
    for (const view of [{ width: 1440 }, { width: 390, scheme: 'dark' as const }]) {
      const { page, troubles } = await browser.open(file, view);
      const charts = await readCharts(page);
      expect(charts.map(({ id }) => id)).toEqual([
        'percentile-chart-plot',
        'histogram-chart-plot',
        'memory-1-plot',
      ]);
      // One color per side.
      for (const { id, colors } of charts) expect(colors, id).toBeGreaterThanOrEqual(2);
      expect(await page.locator('h1').innerText()).toMatch(/\d+ worse, \d+ better/u);
      expect(await page.locator('#candidate-1 tbody tr').count()).toBeGreaterThan(4);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(view.width);
      await keepScreenshot(page, `comparison-${view.width}`);
      expect(troubles).toEqual([]);
      await page.context().close();
    }
  });
});
