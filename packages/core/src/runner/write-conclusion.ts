import { join } from 'node:path';
import * as z from 'zod';
import { RunResultsSchema } from '../report/run-results.ts';
import { TestReportSchema } from '../spec/test-report.ts';
import { writeFileAtomically } from '../stream/atomic-file.ts';
import { RUN_FILES } from '../stream/run-directory.ts';
import type { RunConclusion } from './conclude-directory.ts';

function asJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** Writes results.json and report.json into the run directory, each complete or not at all. */
export async function writeConclusion(conclusion: RunConclusion): Promise<void> {
  const { runDir, results, report } = conclusion;
  const write = (file: string, text: string) => writeFileAtomically(join(runDir, file), text);
  await Promise.all([
    write(RUN_FILES.results, asJson(z.encode(RunResultsSchema, results))),
    write(RUN_FILES.report, asJson(z.encode(TestReportSchema, report))),
  ]);
}
