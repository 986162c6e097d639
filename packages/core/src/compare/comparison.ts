import * as z from 'zod';
import {
  AGGREGATES,
  METRIC_UNITS,
  type Aggregate,
  type MetricDefinition,
} from '../metric/metric.ts';
import { SettingValueSchema } from '../spec/server-settings.ts';
import type { SettingDifference } from './settings/differing-settings.ts';
import { MeasuredNumberSchema, type MeasuredJson } from '../spec/measured-number.ts';

/** How a metric changed. */
export const DIFFERENCE_VERDICTS = ['worse', 'better', 'same', 'inconclusive'] as const;

/** One of {@link DIFFERENCE_VERDICTS}. */
export type DifferenceVerdict = (typeof DIFFERENCE_VERDICTS)[number];

/** A figure with the interval that the truth lies in. Infinite where a percentile falls on requests that failed. */
export interface EstimatedFigure {
  value: number;
  low: number;
  high: number;
}

/** One side of a comparison of one metric. */
export interface ComparedFigure {
  /** The figure of the run; of several runs their average, on the scale that is compared on. `NaN` when not measured. */
  value: number;
  /** Runs that it comes from. */
  runCount: number;
  /** Values that it is made of, over all runs. */
  valueCount: number;
  /** How many of them are requests that were never answered. */
  failedCount: number;
}

/** How a metric differs in a phase, or in one of its stages. */
export interface MetricComparison {
  phase: string;
  /** The stage that it is compared in, or a sweep, of which it is the highest level that met; absent for the whole phase. */
  stage?: string;
  /** As a criterion names it: `p95ResponseTime`, `stages.open.errorRate`, or a bare metric name. */
  key: string;
  metric: string;
  aggregate: Aggregate;
  unit: MetricDefinition['unit'];
  better: 'lower' | 'higher';
  base: ComparedFigure;
  candidate: ComparedFigure;
  verdict: DifferenceVerdict;
  /** Where the interval comes from: the requests of one run a side, or several runs. */
  evidence: 'requests' | 'runs' | 'none';
  /** Candidate over base, with the interval that the verdict rests on; absent where a side is not above 0. */
  ratio?: EstimatedFigure;
  /** Candidate less base, in the unit of the metric, with the interval that the verdict rests on. */
  difference?: EstimatedFigure;
  /** The interval of 95%, as if this metric were the only one: of the ratio where there is one, else of the difference. */
  interval95?: { low: number; high: number };
  /** How often the interval of the verdict may miss the truth, after correction for the number of comparisons. */
  level?: number;
  /** How likely a difference like this is when there is none; not corrected. */
  probability?: number;
  /** The smallest difference that would be found four times out of five: a share of the base, or in the unit. */
  smallestSeen?: number;
  /** Why it is inconclusive. */
  reason?: string;
}

/** How a candidate differs from the base. */
export interface CandidateComparison {
  name: string;
  runDirs: string[];
  /** How base and candidate mismatch; a comparison is refused for these unless they are allowed. */
  mismatches: string[];
  /** What else differs: the change under test, or what to keep in mind. */
  changes: string[];
  /** Settings that the servers reported and that differ. */
  settings: SettingDifference[];
  metrics: MetricComparison[];
}

/** A base and what was compared with it. */
export interface Comparison {
  base: { name: string; runDirs: string[] };
  candidates: CandidateComparison[];
  /** Share of the base up to which a difference does not matter. */
  margin: number;
  /** How often, at the most, any comparison at all calls a difference that is none. */
  missRate: number;
  /** Comparisons that the intervals are corrected for. */
  comparisonCount: number;
  /** What a reader must know. */
  remarks: string[];
  /** What a gate relies on and a candidate did not measure: requested, or judged by a criterion. */
  unproven: string[];
  counts: { worse: number; better: number; same: number; inconclusive: number };
}

/** The JSON form of {@link Comparison}. */
type ComparisonJson = MeasuredJson<Comparison>;

const EstimatedFigureSchema = z.object({
  value: MeasuredNumberSchema,
  low: MeasuredNumberSchema,
  high: MeasuredNumberSchema,
});

const ComparedFigureSchema = z.object({
  value: MeasuredNumberSchema,
  runCount: z.int().nonnegative(),
  valueCount: z.int().nonnegative(),
  failedCount: z.int().nonnegative(),
});

const MetricComparisonSchema = z.object({
  phase: z.string(),
  stage: z.string().exactOptional(),
  key: z.string(),
  metric: z.string(),
  aggregate: z.enum(AGGREGATES),
  unit: z.enum(METRIC_UNITS),
  better: z.enum(['lower', 'higher']),
  base: ComparedFigureSchema,
  candidate: ComparedFigureSchema,
  verdict: z.enum(DIFFERENCE_VERDICTS),
  evidence: z.enum(['requests', 'runs', 'none']),
  ratio: EstimatedFigureSchema.exactOptional(),
  difference: EstimatedFigureSchema.exactOptional(),
  interval95: z.object({ low: MeasuredNumberSchema, high: MeasuredNumberSchema }).exactOptional(),
  level: MeasuredNumberSchema.exactOptional(),
  probability: MeasuredNumberSchema.exactOptional(),
  smallestSeen: MeasuredNumberSchema.exactOptional(),
  reason: z.string().exactOptional(),
});

/** Writes and reads a comparison as JSON; what is not measured, or infinite, is `null`. */
export const ComparisonSchema: z.ZodType<Comparison, ComparisonJson> = z.object({
  base: z.object({ name: z.string(), runDirs: z.array(z.string()) }),
  candidates: z.array(
    z.object({
      name: z.string(),
      runDirs: z.array(z.string()),
      mismatches: z.array(z.string()),
      changes: z.array(z.string()),
      settings: z.array(
        z.object({
          name: z.string(),
          base: z.array(SettingValueSchema),
          candidate: z.array(SettingValueSchema),
        }),
      ),
      metrics: z.array(MetricComparisonSchema),
    }),
  ),
  margin: MeasuredNumberSchema,
  missRate: MeasuredNumberSchema,
  comparisonCount: MeasuredNumberSchema,
  remarks: z.array(z.string()),
  unproven: z.array(z.string()),
  counts: z.object({
    worse: MeasuredNumberSchema,
    better: MeasuredNumberSchema,
    same: MeasuredNumberSchema,
    inconclusive: MeasuredNumberSchema,
  }),
});
