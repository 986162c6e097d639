import type { PageDistributions, PageSeries } from '../report/page/page-data.ts';
import type { ComparisonRow } from './comparison-rows.ts';

/** Data of the page of a comparison: written by core, read by the page. Plain types, since both share them. */
export interface ComparisonPageData {
  readonly title: string;
  /** The outcome in a line. */
  readonly outcome: string;
  readonly isWorse: boolean;
  readonly candidates: readonly {
    readonly title: string;
    readonly mismatches: readonly string[];
    readonly changes: readonly string[];
    /** Settings of the server that differ, a line each. */
    readonly settings: readonly string[];
    /** A table for each place: `load`, `load, open`. */
    readonly places: readonly { readonly place: string; readonly rows: readonly ComparisonRow[] }[];
  }[];
  readonly method: readonly string[];
  /** One for each metric and place, with a curve for each side that pools its runs. */
  readonly distributions: readonly PageDistributions[];
  /** Memory of every run of every side, by phase; times count from the beginning of the phase. */
  readonly memory: readonly {
    readonly phase: string;
    readonly durationMs: number;
    readonly lines: readonly {
      /** Index of the side, the base first: lines of one side share a color. */
      readonly side: number;
      readonly series: PageSeries;
    }[];
  }[];
}
