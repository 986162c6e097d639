import type { Weights } from '../stats/time-weighted.ts';
import type { NumberColumn } from '../stream/columns/number-column.ts';
import type { PhaseStreams } from '../stream/phase-streams.ts';

/** How the values of a metric are boiled down to one. */
export const AGGREGATES = ['max', 'min', 'avg', 'p50', 'p90', 'p95', 'p99', 'total'] as const;

/** One of {@link AGGREGATES}. */
export type Aggregate = (typeof AGGREGATES)[number];

/** Units that metrics are measured in; ratios are 0 to 1, and more than 1 where several cores work. */
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

/** Requests that were attempted, failed, and are not among the values of a reading. */
export interface LeftOutRequests {
  readonly count: number;
  /** Whether each would have given one value, so that it has a rank among them: the last. */
  readonly areRanked: boolean;
}

/** What the streams hold for a metric: values, or the reason why there are none. */
export type MetricReading =
  | {
      readonly kind: 'values';
      /**
       * In the unit of the metric. `Infinity` stands for a request that never answered. Without weights they belong to
       * whoever reads the metric, in any order: millions are sorted where they stand.
       */
      readonly values: NumberColumn;
      /** Weights of the values, for a time-weighted average; all alike when absent. */
      readonly weights?: Weights;
      /** The exact maximum, where something kept it better than the values do. */
      readonly exactMax?: number;
      /** A 95% confidence interval of the average, where the metric comes with one. */
      readonly interval?: { readonly low: number; readonly high: number };
      /** Requests that failed and gave no value; the values look the better for it, so that criteria count them. */
      readonly leftOut?: LeftOutRequests;
      /** Values of each request, in the order of the requests; one each when absent. */
      readonly perRequest?: Uint32Array;
      /** Of a share of requests: 1 for each request that counts toward it, else 0, in their order. */
      readonly hits?: () => Uint8Array;
      /** Why the values describe something else than the metric: no criterion on it passes. */
      readonly unfit?: string;
      /** Anything a reader of the number must know: "cold page cache", "tokens by chunk count". */
      readonly note?: string;
    }
  | {
      /** Values that somebody else counted: their number and sum, and where percentiles lie. */
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

/** Where percentiles lie, in the unit of the metric: above `low`, at most `high`, which is infinite beyond the last bucket. */
export type PercentileBounds = Partial<
  Readonly<
    Record<(typeof BOUNDED_AGGREGATES)[number], { readonly low: number; readonly high: number }>
  >
>;

/** The one definition of a metric: printed with it, and applied to the streams. */
export interface MetricDefinition {
  /** camelCase, as criteria and JSON name it. */
  readonly name: string;
  readonly aliases: readonly string[];
  /** What it is measured of: the whole phase, each stage by itself, or both. */
  readonly of: 'phase' | 'stage' | 'both';
  readonly unit: (typeof METRIC_UNITS)[number];
  readonly better: 'lower' | 'higher' | 'neither';
  readonly defaultAggregate: Aggregate;
  /** Whether it is a share of a whole: never below 0, never above 1. */
  readonly isShare?: true;
  /** Whether it is a share of requests: a sample, with narrower bounds for more requests. */
  readonly isShareOfRequests?: true;
  /** Whether a report has a row of it where no criterion names it; always when absent. */
  readonly isShownWhen?: (measured: { readonly avg: number; readonly note?: string }) => boolean;
  /** One sentence for people, printed in reports. */
  readonly description: string;
  /** The formula, in terms of the streams. */
  readonly formula: string;
  /** Reads the metric out of one phase, or out of one stage of it. Pure. */
  readonly read: (phase: PhaseStreams) => MetricReading;
}
