import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { renderHtml } from '../../../packages/core/src/report/page/render-html.ts';
import type { PhaseStreams, RunStreams } from '../../../packages/core/src/stream/phase-streams.ts';
import { concluded } from '../../../packages/core/test/report/concluded.ts';
import { runOf } from '../../../packages/core/test/stream/built/phase-builder.ts';
import { ReportBrowser, type OpenReport, type ReportView } from './open-report.ts';

/** How a report is built and viewed. */
export interface BuiltReport {
  readonly given?: Parameters<typeof concluded>[1];
  readonly run?: Partial<RunStreams>;
  readonly view?: ReportView;
}

/** Opens reports of built phases in one browser for all tests of a file. */
export function useBuiltReports(): (
  phases: readonly PhaseStreams[],
  report?: BuiltReport,
) => Promise<OpenReport & { readonly html: string }> {
  let browser: ReportBrowser;
  let folder = '';
  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'loadcell-page-'));
    browser = await ReportBrowser.launch();
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return async (phases, { given = {}, run = {}, view } = {}) => {
    const html = renderHtml({ streams: runOf(phases, run), ...concluded(phases, given, run) });
    const file = path.join(folder, 'report.html');
    writeFileSync(file, html);
    return { html, ...(await browser.open(file, view)) };
  };
}
