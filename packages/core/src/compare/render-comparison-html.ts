import { readPageAsset } from '../report/page/page-asset.ts';
import { renderDocument } from '../report/page/render-html.ts';
import type { Comparison } from './comparison.ts';
import type { ComparisonPageData } from './comparison-page-data.ts';
import { comparisonRows, countsLine, methodLines } from './comparison-rows.ts';
import { settingLines } from './settings/setting-lines.ts';
import { readOverlay } from './overlay-data.ts';

function countRuns({ length }: readonly string[]): string {
  return length === 1 ? '1 run' : `${length} runs`;
}

/**
 * A comparison as one self-contained HTML file: the verdicts, and percentiles and memory of all sides
 * overlaid, read from the run directories.
 * @throws {LoadcellError} when a directory is no longer readable, or the package was not built
 */
export async function renderComparisonHtml(comparison: Comparison): Promise<string> {
  const { base, candidates } = comparison;
  const named = candidates.flatMap(({ metrics }) => metrics.flatMap(({ stage }) => stage ?? []));
  const sides = [
    { name: 'base', runDirs: base.runDirs },
    ...candidates.map(({ runDirs }, index) => ({
      name: candidates.length === 1 ? 'candidate' : `candidate ${index + 1}`,
      runDirs,
    })),
  ];
  const overlay = await readOverlay(sides, new Set(named));
  const data: ComparisonPageData = {
    title: 'Loadcell comparison',
    outcome: countsLine(comparison),
    isWorse: comparison.counts.worse > 0,
    candidates: candidates.map(({ name, runDirs, mismatches, changes, settings, metrics }) => ({
      title: `${name} (${countRuns(runDirs)}) against ${base.name} (${countRuns(base.runDirs)})`,
      mismatches,
      changes,
      settings: settingLines(settings),
      places: comparisonRows(metrics),
    })),
    method: methodLines(comparison),
    ...overlay,
  };
  const fallback = [
    data.outcome,
    'Charts and tables need JavaScript; loadcell compare prints the same figures as text.',
  ];
  return renderDocument(
    { title: data.title, fallback, data },
    readPageAsset(undefined, 'comparison-page'),
  );
}
