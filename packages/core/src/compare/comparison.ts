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

/** Verdicts on the change of a metric. */
export const DIFFERENCE_VERDICTS = ['worse', 'better', 'same', 'inconclusive'] as const;

/** One of {@link DIFFERENCE_VERDICTS}. */
export type DifferenceVerdict = (typeof DIFFERENCE_VERDICTS)[number];

/** An estimate with its interval. Infinite where a percentile falls on failed requests. */
export interface EstimatedFigure {
  value: number;
  low: number;
  high: number;
}

/** One side of a comparison of one metric. */
export interface ComparedFigure {
  /** The value of the run; the average of several runs on the compared scale. `NaN` when not measured. */
  value: number;
  /** Number of runs. */
  runCount: number;
  /** Number of values, over all runs. */
  valueCount: number;
  /** Number of values that are failed requests. */
  failedCount: number;
}

/** The difference of a metric in a phase or stage. */
export interface MetricComparison {
  phase: string;
  /** The compared stage, or a sweep, represented by its highest level that met; absent for the whole phase. */
  stage?: string;
  /** As a criterion names it: `p95ResponseTime`, `stages.open.errorRate`, or a metric name alone. */
  key: string;
  metric: string;
  aggregate: Aggregate;
  unit: MetricDefinition['unit'];
  better: 'lower' | 'higher';
  base: ComparedFigure;
  candidate: ComparedFigure;
  verdict: DifferenceVerdict;
  /** Source of the interval: the requests of one run per side, or several runs. */
  evidence: 'requests' | 'runs' | 'none';
  /** Candidate / base, with the interval of the verdict; absent where a side is not above 0. */
  ratio?: EstimatedFigure;
  /** Candidate - base, in the unit of the metric, with the interval of the verdict. */
  difference?: EstimatedFigure;
  /** 95% CI without correction for other metrics: of the ratio where there is one, else of the difference. */
  interval95?: { low: number; high: number };
  /** Error probability of the interval of the verdict, after correction for the number of comparisons. */
  level?: number;
  /** Probability of a difference this large by chance (p-value), not corrected. */
  probability?: number;
  /** Smallest difference detected with a probability of 80%: a share of the base, or in the unit. */
  smallestSeen?: number;
  /** Why it is inconclusive. */
  reason?: string;
}

/** The differences of a candidate from the base. */
export interface CandidateComparison {
  name: string;
  runDirs: string[];
  /** Mismatches of base and candidate; they prevent a comparison unless allowed. */
  mismatches: string[];
  /** Other differences: the change under test, or something to keep in mind. */
  changes: string[];
  /** Reported settings of the servers that differ. */
  settings: SettingDifference[];
  metrics: MetricComparison[];
}

/** A base and the candidates compared with it. */
export interface Comparison {
  base: { name: string; runDirs: string[] };
  candidates: CandidateComparison[];
  /** Differences up to this share of the base do not matter. */
  margin: number;
  /** Maximum probability of any false verdict of worse or better. */
  missRate: number;
  /** Number of comparisons that the intervals are corrected for. */
  comparisonCount: number;
  /** What the reader must know. */
  remarks: string[];
  /** Metrics that a gate relies on (requested or judged by a criterion) and that could not be compared. */
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

/** Writes and reads a comparison as JSON; unmeasured and infinite numbers are `null`. */
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
