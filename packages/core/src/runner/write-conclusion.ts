import { join } from 'node:path';
import { REPORT_FORMATS } from '../report/report-formats.ts';
import { writeReport } from '../report/write-report.ts';
import type { RunConclusion } from '../report/results/conclude-directory.ts';

/** Writes every report that a run keeps into its directory, each completely or not at all. */
export async function writeConclusion(conclusion: RunConclusion): Promise<void> {
  for (const format of REPORT_FORMATS) {
    if (format.isKept) await writeReport(format, conclusion, join(conclusion.runDir, format.file));
  }
}
