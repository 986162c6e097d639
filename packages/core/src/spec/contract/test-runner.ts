import * as z from 'zod';
import { MethodSchema } from './method-schema.ts';
import type { TestReport } from './test-report.ts';
import type { TestResults } from './test-results.ts';

/** Runs the phases of a test. */
export interface TestRunnerContract {
  /** Runs every requested phase; may be called once. */
  runTests(): Promise<{
    results: TestResults;
    report: TestReport;
  }>;
  /** Releases processes, threads and files; idempotent; `runTests()` calls it at its end. */
  cleanup(): Promise<void>;
}

/** Checks the shape of a runner. */
export const TestRunnerSchema: z.ZodType = z.looseObject({
  runTests: MethodSchema,
  cleanup: MethodSchema,
});
