import { describe, expect, test } from 'vitest';
import { compareRuns } from '../../src/compare/compare-runs.ts';
import { readOverlay } from '../../src/compare/overlay-data.ts';
import { renderComparisonHtml } from '../../src/compare/render-comparison-html.ts';
import type { RunConclusion } from '../../src/report/results/conclude-directory.ts';
import { scriptedRun } from '../runner/scripted-run.ts';
import { ScriptedProcess } from '../target/scripted-process.ts';
import { temporaryFolder } from '../stream/temporary-folder.ts';

/** A real run of the load phase on a scripted target. */
function run(): Promise<RunConclusion> {
  const config = { outputDir: temporaryFolder(), phase: 'load' as const };
  return scriptedRun(() => ({ process: new ScriptedProcess() }), config).runner.runTests();
}

describe('readOverlay', () => {
  test('combines the times of all runs of a side into one curve, and draws the memory of each run', async () => {
    const runs = [await run(), await run(), await run()];
    const [first = '', second = '', third = ''] = runs.map(({ runDir }) => runDir);
    const { distributions, memory } = await readOverlay([
      { name: 'base', runDirs: [first, second] },
      { name: 'candidate', runDirs: [third] },
    ]);
    const counts = runs.map(
      ({ results }) => results.phases[0]?.stages[0]?.measurements['responseLatency']?.count ?? NaN,
    );
    const [latency] = distributions;
    expect(latency?.metric).toBe('responseLatency, load, closed');
    expect(latency?.phases.map(({ phase, count }) => ({ phase, count }))).toEqual([
      { phase: 'base', count: (counts[0] ?? NaN) + (counts[1] ?? NaN) },
      { phase: 'candidate', count: counts[2] },
    ]);
    expect(memory.map(({ phase }) => phase)).toEqual(['load']);
    expect(memory[0]?.lines.map(({ side, series }) => `${side} ${series.label}`)).toEqual([
      '0 base, run 1',
      '0 base, run 2',
      '1 candidate',
    ]);
  });
});

describe('the page of a comparison', () => {
  test('is a single file that loads nothing, and contains the verdicts', async () => {
    const [base, candidate] = [await run(), await run()];
    const html = await renderComparisonHtml(await compareRuns([base.runDir], [[candidate.runDir]]));
    expect(html).toMatch(
      /Content-Security-Policy" content="default-src 'none'; script-src 'sha256-/,
    );
    expect(html).not.toMatch(/(?:src|href)="https?:/);
    const [, json = ''] = /id="report-data">(.*)<\/script>/.exec(html) ?? [];
    const data: unknown = JSON.parse(json);
    expect(data).toMatchObject({
      outcome: expect.stringMatching(/^\d+ worse, \d+ better/),
      candidates: [
        {
          mismatches: [],
          places: [{ place: 'load' }, { place: 'load, closed' }, { place: 'load, open' }],
        },
      ],
    });
  });
});
