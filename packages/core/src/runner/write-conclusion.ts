import { join } from 'node:path';
import { renderReportJson, renderResultsJson } from '../report/render-json.ts';
import { renderMarkdown } from '../report/render-markdown.ts';
import { writeFileAtomically } from '../stream/atomic-file.ts';
import { RUN_FILES } from '../stream/run-directory.ts';
import type { RunConclusion } from './conclude-directory.ts';

/** Writes results.json, report.json and report.md into the run directory, each complete or not at all. */
export async function writeConclusion(conclusion: RunConclusion): Promise<void> {
  const { runDir } = conclusion;
  const write = (file: string, text: string) => writeFileAtomically(join(runDir, file), text);
  await Promise.all([
    write(RUN_FILES.results, renderResultsJson(conclusion.results)),
    write(RUN_FILES.report, renderReportJson(conclusion.report)),
    write(RUN_FILES.markdown, renderMarkdown(conclusion)),
  ]);
}
