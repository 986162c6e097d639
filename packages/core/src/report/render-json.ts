import * as z from 'zod';
import { TestReportSchema, type TestReport } from '../spec/test-report.ts';
import { RunResultsSchema, type RunResults } from './run-results.ts';

/** The content of report.json; `null` stands for a value that was not measured. */
export function renderReportJson(report: TestReport): string {
  return `${JSON.stringify(z.encode(TestReportSchema, report), undefined, 2)}\n`;
}

/** The content of results.json; `null` stands for a value that was not measured. */
export function renderResultsJson(results: RunResults): string {
  return `${JSON.stringify(z.encode(RunResultsSchema, results))}\n`;
}
