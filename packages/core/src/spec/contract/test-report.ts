import * as z from 'zod';
import { MeasuredNumberSchema } from '../measured-number.ts';

/** The verdict of a run, criterion by criterion. */
export interface TestReport {
  title: string;
  /** ISO 8601, UTC. */
  timestamp: string;
  summary: {
    status: 'pass' | 'fail';
    /** Milliseconds. */
    duration: number;
    totalPhases: number;
    passedPhases: number;
  };
  phases: {
    name: string;
    status: 'pass' | 'fail';
    metrics: {
      name: string;
      /** `NaN` where the metric was not measured; the criterion then fails. */
      value: number;
      threshold: number;
      status: 'pass' | 'fail';
    }[];
    errors?: string[];
  }[];
  recommendations?: string[];
}

/** The JSON form of {@link TestReport}. */
export interface TestReportJson extends Omit<TestReport, 'phases'> {
  phases: {
    name: string;
    status: 'pass' | 'fail';
    metrics: { name: string; value: number | null; threshold: number; status: 'pass' | 'fail' }[];
    errors?: string[];
  }[];
}

const StatusSchema = z.enum(['pass', 'fail']);

/** JSON form of {@link TestReport}. */
export const TestReportSchema: z.ZodType<TestReport, TestReportJson> = z.object({
  title: z.string(),
  timestamp: z.iso.datetime(),
  summary: z.object({
    status: StatusSchema,
    duration: z.number().nonnegative(),
    totalPhases: z.int().nonnegative(),
    passedPhases: z.int().nonnegative(),
  }),
  phases: z.array(
    z.object({
      name: z.string(),
      status: StatusSchema,
      metrics: z.array(
        z.object({
          name: z.string(),
          value: MeasuredNumberSchema,
          threshold: z.number(),
          status: StatusSchema,
        }),
      ),
      errors: z.array(z.string()).exactOptional(),
    }),
  ),
  recommendations: z.array(z.string()).exactOptional(),
});
