import type { Weights } from '../stats/time-weighted.ts';
import type { NumberColumn } from '../stream/columns/number-column.ts';
import type { PhaseStreams } from '../stream/phase-streams.ts';

/** How the values of a metric are reduced to one. */
export const AGGREGATES = ['max', 'min', 'avg', 'p50', 'p90', 'p95', 'p99', 'total'] as const;

/** One of {@link AGGREGATES}. */
export type Aggregate = (typeof AGGREGATES)[number];

/** Units of metrics; ratios are 0 to 1, or above 1 for CPU time of several cores. */
export const METRIC_UNITS = [
  'bytes',
  'ms',
  'ratio',
  'perSecond',
  'requests',
  'count',
  'tokens',
  'watts',
  'celsius',
  'joules',
] as const;

/** Failed attempts that are not among the values of a reading. */
export interface LeftOutRequests {
  readonly count: number;
  /** Whether each stands for one value, so that it ranks last among them. */
  readonly areRanked: boolean;
}

/** The reading of a metric: values, or the reason why there are none. */
export type MetricReading =
  | {
      readonly kind: 'values';
      /**
       * In the unit of the metric. `Infinity` stands for a failed request. Without weights they belong to the reader of
       * the metric, in any order: millions are sorted in place.
       */
      readonly values: NumberColumn;
      /** Weights of the values, for a time-weighted average; equal when absent. */
      readonly weights?: Weights;
      /** The exact maximum, where it is known more precisely than from the values. */
      readonly exactMax?: number;
      /** 95% confidence interval of the average, where the metric has one. */
      readonly interval?: { readonly low: number; readonly high: number };
      /** Failed requests without a value; criteria count them, since the values alone are optimistic. */
      readonly leftOut?: LeftOutRequests;
      /** Number of values of each request, in order of the requests; one each when absent. */
      readonly perRequest?: Uint32Array;
      /** Of a share of requests: 1 for each request that counts toward it, else 0, in order. */
      readonly hits?: () => Uint8Array;
      /** Why the values do not represent the metric: no criterion on it passes. */
      readonly unfit?: string;
      /** What the reader of the number must know: "cold page cache", "tokens by chunk count". */
      readonly note?: string;
    }
  | {
      /** Values counted by the server: their number and sum, and bounds of percentiles. */
      readonly kind: 'summary';
      readonly count: number;
      /** Sum of the values, in the unit of the metric. */
      readonly total: number;
      readonly bounds: PercentileBounds;
      readonly note?: string;
    }
  | { readonly kind: 'unmeasured'; readonly reason: string };

/** Aggregates that buckets bound. */
export const BOUNDED_AGGREGATES = ['max', 'p50', 'p90', 'p95', 'p99'] as const;

/** Bounds of percentiles, in the unit of the metric: above `low`, at most `high`, which is infinite beyond the last bucket. */
export type PercentileBounds = Partial<
  Readonly<
    Record<(typeof BOUNDED_AGGREGATES)[number], { readonly low: number; readonly high: number }>
  >
>;

/** The definition of a metric: printed in reports, and applied to the streams. */
export interface MetricDefinition {
  /** camelCase, as criteria and JSON name it. */
  readonly name: string;
  /** What tables call it, in the terms of the field: `TTFT`, `end-to-end latency`. */
  readonly label: string;
  /** Other names that criteria and SLOs take: the field's short name, the contract's name. */
  readonly aliases: readonly string[];
  /** Scope: the whole phase, each stage, or both. */
  readonly of: 'phase' | 'stage' | 'both';
  readonly unit: (typeof METRIC_UNITS)[number];
  readonly better: 'lower' | 'higher' | 'neither';
  readonly defaultAggregate: Aggregate;
  /** Whether it is a share of a whole, 0 to 1. */
  readonly isShare?: true;
  /** Whether it is a share of requests: a sample, whose bounds narrow with more requests. */
  readonly isShareOfRequests?: true;
  /** Whether a report has a row for it without a criterion; always when absent. */
  readonly isShownWhen?: (measured: { readonly avg: number; readonly note?: string }) => boolean;
  /** One sentence, printed in reports. */
  readonly description: string;
  /** The formula, in terms of the streams. */
  readonly formula: string;
  /** Reads the metric from a phase or a stage. Pure. */
  readonly read: (phase: PhaseStreams) => MetricReading;
}
