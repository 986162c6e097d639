export type Labels = ReadonlyMap<string, string>;

/** One series of a gauge or counter. */
export interface ScalarSeries {
  readonly labels: Labels;
  readonly value: number;
}

/** One series of a histogram or summary; its parts are separate lines in any order. */
export interface DistributionSeries {
  readonly labels: Labels;
  /** Cumulative counts by upper edge, in the order of the text. */
  readonly buckets: Map<number, number>;
  sum?: number;
  count?: number;
}

/** One family of metrics. Series are keyed by their labels, so that each exists once. */
export interface Family {
  /** The server's name: of the samples, or of the family for a distribution. */
  name: string;
  readonly scalars: Map<string, ScalarSeries>;
  /** Histograms and summaries: sums and counts mean the same, but only a histogram has buckets. */
  readonly distributions: Map<string, DistributionSeries>;
  /** Creation times, Unix seconds. */
  readonly created: Map<string, ScalarSeries>;
  /** Keys of series that occurred more than once. */
  readonly duplicates: Set<string>;
}

/** The wanted families of a body of metrics. */
export interface Exposition {
  /** By family name without trailing `_total`, which servers write up to two times. */
  readonly families: ReadonlyMap<string, Family>;
  readonly skippedLines: number;
  readonly notes: readonly string[];
}

/** The name of a family without trailing `_total`, which client libraries handle differently. */
export function baseName(name: string): string {
  let end = name.length;
  while (name.endsWith('_total', end)) end -= '_total'.length;
  return name.slice(0, end);
}
