import type { RunStreams } from '../stream/phase-streams.ts';
import type { Conclusion } from './results/conclude-run.ts';
import type { Palette } from './terminal/palette.ts';

/** What a report is rendered from: the conclusion of a run, and its streams. */
export interface ReportInput extends Conclusion {
  readonly streams: RunStreams;
}

/** How text is set on a terminal; formats for files ignore it. */
export interface RenderOptions {
  /** Colors; none when absent. */
  readonly palette?: Palette;
  /** Columns of the terminal. */
  readonly width?: number;
  /** Rows of the terminal; a report that is longer repeats its verdict at the end. Unknown when absent. */
  readonly height?: number;
  /**
   * `brief` shows what decides and what stands out, and leaves spreads, definitions and reasons to the other formats;
   * everything when absent.
   */
  readonly detail?: 'brief' | 'full';
}

/** A whole text, or its parts in order where the whole would not fit in memory. */
export type Rendered = string | Iterable<string> | AsyncIterable<string>;

/** One format of a report: a line of the table in report-formats.ts. */
export interface ReportFormat {
  /** As `--format` names it. */
  readonly name: string;
  /** Its file in a run directory; one that ends in `.gz` is compressed as it is written. */
  readonly file: string;
  /** Whether every run writes it into its directory. */
  readonly isKept: boolean;
  /** Whether it is printed on request; the others are only written to files. */
  readonly isPrintable: boolean;
  /** Loads the renderer, which may be large, and renders. Pure except for loading. */
  readonly render: (input: ReportInput, options?: RenderOptions) => Promise<Rendered>;
}
