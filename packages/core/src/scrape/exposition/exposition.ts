export type Labels = ReadonlyMap<string, string>;

/** One series of a gauge or counter. */
export interface ScalarSeries {
  readonly labels: Labels;
  readonly value: number;
}

/** One series of a histogram or summary; each part is a line, in any order. */
export interface DistributionSeries {
  readonly labels: Labels;
  /** Cumulative counts by upper edge, in the order of the text. */
  readonly buckets: Map<number, number>;
  sum?: number;
  count?: number;
}

/** Everything of one family. Series are keyed by their labels, so that none is there twice. */
export interface Family {
  /** Name as the server writes it: of the samples, or of the family for a distribution. */
  name: string;
  readonly scalars: Map<string, ScalarSeries>;
  /** Histograms and summaries: their sums and counts mean the same, but only a histogram has buckets. */
  readonly distributions: Map<string, DistributionSeries>;
  /** Creation times, Unix seconds. */
  readonly created: Map<string, ScalarSeries>;
  /** Keys of the series that were there more than once. */
  readonly duplicates: Set<string>;
}

/** Content of a body of metrics, for the wanted families. */
export interface Exposition {
  /** By the name of the family less trailing `_total`, of which servers write none, one or two. */
  readonly families: ReadonlyMap<string, Family>;
  readonly skippedLines: number;
  readonly notes: readonly string[];
}

/** The name of a family less trailing `_total`, which is spelled differently by each client library. */
export function baseName(name: string): string {
  let end = name.length;
  while (name.endsWith('_total', end)) end -= '_total'.length;
  return name.slice(0, end);
}
