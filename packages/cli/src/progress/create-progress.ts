import { performance } from 'node:perf_hooks';
import { createColors } from 'picocolors';
import { LiveBlock } from '../terminal/live-block.ts';
import { Suspension } from '../terminal/suspension.ts';
import type { SharedScreen } from '../terminal/shared-screen.ts';
import type { TextStream } from '../terminal/terminal.ts';
import { CommandProgress } from './command-progress.ts';
import { LiveProgress, type Drawing, type Repeat } from './live-progress.ts';
import { PlainProgress } from './plain-progress.ts';
import type { Progress } from './progress.ts';
import type { ProgressView } from './progress-view.ts';
import { SilentProgress } from './silent-progress.ts';

/** Redraw period, ms: five per second is enough for a person and negligible for a measurement. */
const REDRAW_MS = 200;

/** Period of the status line in a log, ms. */
const STATUS_MS = 10_000;

const FALLBACK_COLUMNS = 80;

/** Input of {@link createProgress}. */
export interface ProgressOptions {
  readonly stream: TextStream;
  readonly phases: number;
  readonly quiet: boolean;
  readonly verbose: boolean;
  readonly view: ProgressView;
  /** Present where a recorded command writes to the same stream; only notes are printed while it runs. */
  readonly command?: {
    /** Present where the stream is a terminal. */
    readonly screen: SharedScreen | undefined;
  };
}

const NEVER: Repeat = () => () => {};

function everyMs(periodMs: number): Repeat {
  return (callback) => {
    const timer = setInterval(callback, periodMs);
    timer.unref();
    return () => clearInterval(timer);
  };
}

function drawingOf({ stream, view }: ProgressOptions): Drawing {
  const palette = createColors(stream.hasColors);
  return (title, step) =>
    view.lines({ title, step, palette, columns: stream.columns ?? FALLBACK_COLUMNS });
}

/** Restores the cursor when the process exits, as at a second Ctrl-C, and while Ctrl-Z suspends it. */
function withProcess(progress: Progress, block: LiveBlock): Progress {
  const suspension = new Suspension(process, () => block.clear());
  const close = (): void => {
    process.off('exit', close);
    suspension.dispose();
    progress.close();
  };
  process.once('exit', close);
  return {
    step: (line) => progress.step(line),
    beginPhase: (name) => progress.beginPhase(name),
    endPhase: (name, how) => progress.endPhase(name, how),
    note: (line) => progress.note(line),
    close,
  };
}

/** The kind of progress that suits the stream. */
export function createProgress(given: ProgressOptions): Progress {
  const { stream, phases, quiet, verbose, view, command } = given;
  if (quiet) return new SilentProgress();
  if (command?.screen !== undefined) return new CommandProgress(command.screen);
  const options = { phases, verbose, clock: () => performance.now() };
  if (!stream.isInteractive || command !== undefined) {
    const every = command === undefined ? everyMs(STATUS_MS) : NEVER;
    const status = (title: string, step: string): string => view.line({ title, step });
    return new PlainProgress({ ...options, stream, status, every });
  }
  const block = new LiveBlock(stream);
  const every = everyMs(REDRAW_MS);
  return withProcess(
    new LiveProgress({ ...options, block, drawing: drawingOf(given), every }),
    block,
  );
}
