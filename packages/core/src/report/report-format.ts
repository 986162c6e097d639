import type { RunStreams } from '../stream/phase-streams.ts';
import type { Conclusion } from './results/conclude-run.ts';
import type { Palette } from './terminal/palette.ts';

/** What a report is rendered from: what a run came to, and the streams that all of it follows from. */
export interface ReportInput extends Conclusion {
  readonly streams: RunStreams;
}

/** How text is set where people read it; formats for files take no notice of it. */
export interface RenderOptions {
  /** Colours; none when absent. */
  readonly palette?: Palette;
  /** Columns of the terminal. */
  readonly width?: number;
  /**
   * `brief` gives every metric one line, and leaves spreads, definitions and accounts in full to the other formats;
   * everything when absent.
   */
  readonly detail?: 'brief' | 'full';
}

/** A whole text, or its parts one after the other where the whole would not fit in memory. */
export type Rendered = string | Iterable<string> | AsyncIterable<string>;

/** One format of a report: a line of the table in report-formats.ts. */
export interface ReportFormat {
  /** As `--format` names it. */
  readonly name: string;
  /** Its file in a run directory; one that ends in `.gz` is compressed as it is written. */
  readonly file: string;
  /** Whether every run writes it into its directory. */
  readonly isKept: boolean;
  /** Whether it is text that is printed when it is asked for by name; the others are only written to files. */
  readonly isPrintable: boolean;
  /** Loads the renderer, which may be heavy, and renders. Pure but for that. */
  readonly render: (input: ReportInput, options?: RenderOptions) => Promise<Rendered>;
}
