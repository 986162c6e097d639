import type { QuantityName } from './quantities.ts';

/** Buckets of a histogram as exposed: cumulative, ascending by upper edge, the last one infinite. Times in milliseconds. */
export interface HistogramReading {
  readonly sum: number;
  readonly count: number;
  readonly upperEdges: readonly number[];
  readonly cumulativeCounts: readonly number[];
}

/** One series of one canonical quantity in one scrape, in Loadcell's units: milliseconds, bytes, ratios of 0 to 1, counts. */
export interface SeriesReading {
  readonly quantity: QuantityName;
  /** Labels that split the quantity (engine, rank, device, model), as exposed; nothing else. */
  readonly labels: Readonly<Record<string, string>>;
  /** The server's name of the family. */
  readonly family: string;
  /** Rounding error of the printed digits, in the unit of the value; 0 where it is exact. */
  readonly quantum: number;
  /** Value of a gauge or a counter; absent for histograms. */
  readonly value?: number;
  readonly histogram?: HistogramReading;
}

/** The result of one scrape. */
export interface ServerReading {
  /** Which map matched: `vllm`, `sglang`, `llama-cpp`… */
  readonly server: string;
  readonly series: readonly SeriesReading[];
  /** Start of the process, Unix seconds, where reported. */
  readonly processStartSeconds?: number;
  /** Newest creation time of a counter or histogram by family, Unix seconds: it changes when the family restarts. */
  readonly createdSeconds: ReadonlyMap<string, number>;
  /** Labels of information families (`vllm:cache_config_info`…), by family. */
  readonly info: ReadonlyMap<string, readonly Readonly<Record<string, string>>[]>;
  readonly skippedLines: number;
  /** Irregularities of the text: a duplicate series, no end mark… */
  readonly notes: readonly string[];
}
