/** Canonical quantities of inference servers: what a server reports about itself, whatever its own name for it. */
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
  /** The name of the family as the server writes it. */
  readonly family: string;
  /** Largest error that the text's digits leave, in the unit of the value; 0 where it is exact. */
  readonly quantum: number;
  /** Value of a gauge or a counter; absent for histograms. */
  readonly value?: number;
  readonly histogram?: HistogramReading;
}

/** What one scrape says. */
export interface ServerReading {
  /** Which map matched: `vllm`, `sglang`, `llama-cpp`… */
  readonly server: string;
  readonly series: readonly SeriesReading[];
  /** Unix time in seconds at which the process started, where it says so. */
  readonly processStartSeconds?: number;
  /** Newest creation time of a counter or histogram by family, Unix seconds: it moves where the family began again. */
  readonly createdSeconds: ReadonlyMap<string, number>;
  /** Labels of information families (`vllm:cache_config_info`…), by family. */
  readonly info: ReadonlyMap<string, readonly Readonly<Record<string, string>>[]>;
  readonly skippedLines: number;
  /** What was odd about the text, for people: a duplicate series, no end mark… */
  readonly notes: readonly string[];
}
