import { performance } from 'node:perf_hooks';
import type { TextStream } from '../terminal/terminal.ts';
import { LiveProgress } from './live-progress.ts';
import { PlainProgress } from './plain-progress.ts';
import type { Progress } from './progress.ts';
import { SilentProgress } from './silent-progress.ts';

/** Five times a second: enough for a person, and nothing beside a measurement. */
const REDRAW_MS = 200;

/** What decides how progress is told. */
export interface ProgressOptions {
  readonly stream: TextStream;
  readonly phases: number;
  readonly quiet: boolean;
  readonly verbose: boolean;
}

function redraw(callback: () => void): () => void {
  const timer = setInterval(callback, REDRAW_MS);
  timer.unref();
  return () => clearInterval(timer);
}

/** The progress that fits where it is written to. */
export function createProgress({ stream, phases, quiet, verbose }: ProgressOptions): Progress {
  if (quiet) return new SilentProgress();
  const options = { stream, phases, verbose, clock: () => performance.now() };
  if (!stream.isInteractive) return new PlainProgress(options);
  return new LiveProgress({ ...options, every: redraw });
}
