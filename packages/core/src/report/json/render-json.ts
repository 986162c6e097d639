import * as z from 'zod';
import { encodeRunReport, type RunReport } from '../results/run-report.ts';
import { RunResultsSchema, type RunResults } from '../results/run-results.ts';

/** The content of report.json; `null` stands for a value that was not measured. */
export function renderReportJson(report: RunReport): string {
  return `${JSON.stringify(encodeRunReport(report), undefined, 2)}\n`;
}

/** The content of results.json; `null` stands for a value that was not measured. */
export function renderResultsJson(results: RunResults): string {
  return `${JSON.stringify(z.encode(RunResultsSchema, results))}\n`;
}
