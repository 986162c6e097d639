import type { LiveSource, Palette } from '@loadcell/core';
import { liveLines, plainLine } from './live-lines.ts';

/** The state of a phase in words. */
export interface ProgressLine {
  /** `[2/3] load`. */
  readonly title: string;
  /** The last step of the phase; empty before the first. */
  readonly step: string;
}

/** A frame of a live view. */
export interface ProgressFrame extends ProgressLine {
  /** Columns of the terminal. */
  readonly columns: number;
  readonly palette: Pick<Palette, 'bold' | 'dim' | 'red' | 'green'>;
}

/** How the state of a phase is shown. */
export interface ProgressView {
  /** For a terminal: lines that are rewritten in place. */
  lines(frame: ProgressFrame): readonly string[];
  /** For a log: one line. */
  line(line: ProgressLine): string;
}

/** Shows the state of a run on this machine. */
export function liveView(source: LiveSource): ProgressView {
  return {
    lines: (frame) => liveLines({ ...frame, source }),
    line: (line) => plainLine({ ...line, source }),
  };
}
