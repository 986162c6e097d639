import { performance } from 'node:perf_hooks';
import type { LiveSource } from '@loadcell/core';
import { createColors } from 'picocolors';
import { LiveBlock } from '../terminal/live-block.ts';
import { Suspension } from '../terminal/suspension.ts';
import type { SharedScreen } from '../terminal/shared-screen.ts';
import type { TextStream } from '../terminal/terminal.ts';
import { CommandProgress } from './command-progress.ts';
import { liveLines, plainLine } from './live-lines.ts';
import { LiveProgress, type Drawing, type Repeat } from './live-progress.ts';
import { PlainProgress } from './plain-progress.ts';
import type { Progress } from './progress.ts';
import { SilentProgress } from './silent-progress.ts';

/** Five times a second: enough for a person, and nothing beside a measurement. */
const REDRAW_MS = 200;

/** How often a log is told how a phase stands. */
const STATUS_MS = 10_000;

const FALLBACK_COLUMNS = 80;

/** What decides how progress is told. */
export interface ProgressOptions {
  readonly stream: TextStream;
  readonly phases: number;
  readonly quiet: boolean;
  readonly verbose: boolean;
  /** Who knows how the run stands. */
  readonly source: LiveSource;
  /** A command writes to the same stream: nothing is told while it runs but what cannot wait. */
  readonly command?: {
    /** Where the stream is a terminal. */
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

function drawingOf({ stream, source }: ProgressOptions): Drawing {
  const palette = createColors(stream.hasColors);
  return (title, step) =>
    liveLines({ title, step, source, palette, columns: stream.columns ?? FALLBACK_COLUMNS });
}

/** Leaves no screen without a cursor: not when the process exits, as by a second Ctrl-C, and not while Ctrl-Z stops it. */
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

/** The progress that fits where it is written to. */
export function createProgress(asked: ProgressOptions): Progress {
  const { stream, phases, quiet, verbose, source, command } = asked;
  if (quiet) return new SilentProgress();
  if (command?.screen !== undefined) return new CommandProgress(command.screen);
  const options = { phases, verbose, clock: () => performance.now() };
  if (!stream.isInteractive || command !== undefined) {
    const every = command === undefined ? everyMs(STATUS_MS) : NEVER;
    const status = (title: string, step: string): string => plainLine({ title, step, source });
    return new PlainProgress({ ...options, stream, status, every });
  }
  const block = new LiveBlock(stream);
  const every = everyMs(REDRAW_MS);
  return withProcess(
    new LiveProgress({ ...options, block, drawing: drawingOf(asked), every }),
    block,
  );
}
