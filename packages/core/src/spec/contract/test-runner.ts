import * as z from 'zod';
import { MethodSchema } from './method-schema.ts';
import type { TestReport } from './test-report.ts';
import type { TestResults } from './test-results.ts';

/** Runs the phases of a test. */
export interface TestRunnerContract {
  /** Runs every phase that was asked for; may be called once. */
  runTests(): Promise<{
    results: TestResults;
    report: TestReport;
  }>;
  /** Releases processes, threads and files; idempotent, and also called by `runTests()` at its end. */
  cleanup(): Promise<void>;
}

/** Checks the shape of an object that claims to be a runner. */
export const TestRunnerSchema: z.ZodType = z.looseObject({
  runTests: MethodSchema,
  cleanup: MethodSchema,
});
