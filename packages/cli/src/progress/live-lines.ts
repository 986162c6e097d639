import {
  formatValue,
  type LiveFigures,
  type LiveSource,
  type Palette,
  type PhaseFigures,
  type StageFigures,
} from '@loadcell/core';
import {
  describeAbandoned,
  describeCount,
  describeFailed,
  describeLatency,
  describeRate,
  describeStage,
  endedRequests,
} from './describe-stage.ts';
import { formatElapsed } from './format-elapsed.ts';
import { sparkline } from './sparkline.ts';

/** The styles that the view uses. */
export type LivePalette = Pick<Palette, 'bold' | 'dim' | 'red' | 'green'>;

/** Input of the lines. */
export interface LiveView {
  /** `[2/3] load`. */
  readonly title: string;
  /** The last step of the phase; empty before the first. */
  readonly step: string;
  readonly source: LiveSource;
  /** Columns of the terminal. */
  readonly columns: number;
  readonly palette: LivePalette;
}

const LABEL_WIDTH = 10;
const WIDEST_BAR = 30;
const WIDEST_TRACE = 60;
/** Columns after the trace for its lowest and highest value. */
const TRACE_LEGEND_WIDTH = 34;

/** The remaining time: a lower bound, since loading a model and slow responses add to it. */
function describeLeft(leftMs: number): string {
  return Number.isNaN(leftMs) ? 'past planned end' : `≥ ${formatElapsed(leftMs)} left`;
}

/** The elapsed time of a phase, and the remaining time where it is planned. */
function describeTime({ elapsedMs, plannedMs, leftMs }: PhaseFigures): string {
  const elapsed = formatElapsed(elapsedMs);
  return Number.isNaN(plannedMs) ? elapsed : `${elapsed}, ${describeLeft(leftMs)}`;
}

/** RSS now and at its peak. */
function describeMemory(figures: LiveFigures, phase: PhaseFigures): string {
  if (Number.isNaN(figures.residentBytes)) return 'not sampled';
  const { residentBytes, processes } = figures;
  return [
    `${formatValue('bytes', residentBytes)} now`,
    `peak ${formatValue('bytes', phase.peakResidentBytes)}`,
    ...(processes > 1 ? [`${processes} processes`] : []),
  ].join(' · ');
}

/** The same, and the sampling rate. */
function describeSampling(figures: LiveFigures, phase: PhaseFigures): string {
  const memory = describeMemory(figures, phase);
  if (Number.isNaN(figures.samplingHz)) return memory;
  return `${memory} · sampled at ${formatValue('count', Math.round(figures.samplingHz))} Hz`;
}

function phaseInProgress({ phases }: LiveFigures): PhaseFigures | undefined {
  return phases.find(({ isInProgress }) => isInProgress);
}

function bar(share: number, width: number, { green, dim }: LivePalette): string {
  const full = Math.round(Math.min(1, Math.max(0, share)) * width);
  return `${green('█'.repeat(full))}${dim('░'.repeat(width - full))}`;
}

function progressLine(figures: LiveFigures, phase: PhaseFigures, view: LiveView): string {
  const { plannedMs, leftMs } = phase;
  const run =
    figures.phaseCount > 1 && !Number.isNaN(figures.leftMs)
      ? ` · run ${formatElapsed(figures.elapsedMs)}, ${describeLeft(figures.leftMs)}`
      : '';
  const times = `${describeTime(phase)}${run}`;
  // Without a planned duration there is no bar.
  if (Number.isNaN(plannedMs)) return times;
  const width = Math.min(WIDEST_BAR, Math.floor(view.columns / 4));
  const share = Number.isNaN(leftMs) ? 1 : 1 - leftMs / plannedMs;
  return `${bar(share, width, view.palette)} ${times}`;
}

function traceLine({ source, columns }: LiveView): string[] {
  const room = columns - LABEL_WIDTH - TRACE_LEGEND_WIDTH;
  if (room < 10) return [];
  const trace = source.residentTrace(Math.min(WIDEST_TRACE, room));
  const known = trace.filter((bytes) => !Number.isNaN(bytes));
  if (known.length === 0) return [];
  const low = formatValue('bytes', Math.min(...known));
  const high = formatValue('bytes', Math.max(...known));
  return [`${' '.repeat(LABEL_WIDTH)}${sparkline(trace)} ${low} to ${high}`];
}

function requestLines(stage: StageFigures | undefined, { palette }: LiveView): string[] {
  if (stage === undefined || endedRequests(stage) === 0) return [];
  const counts = [
    describeCount(stage),
    describeFailed(stage),
    ...describeAbandoned(stage),
    ...describeRate(stage),
  ].join(' · ');
  const latency = describeLatency(stage);
  return [
    `${palette.dim('requests'.padEnd(LABEL_WIDTH))}${stage.failed > 0 ? palette.red(counts) : counts}`,
    ...(latency.length === 0
      ? []
      : [`${palette.dim('latency'.padEnd(LABEL_WIDTH))}${latency.join(' · ')}`]),
  ];
}

/** The stage in progress once a request of it has ended; the last step before that. */
function describeWork({ stage }: PhaseFigures, step: string): string {
  if (stage === undefined) return step;
  return step === '' || endedRequests(stage) > 0 ? describeStage(stage) : step;
}

/** The live view of a run: its position and the figures of the stage in progress. Lines are not cut to the screen. */
export function liveLines(view: LiveView): string[] {
  const { title, step, source, palette } = view;
  const figures = source.figures();
  const phase = phaseInProgress(figures);
  const work = phase === undefined ? step : describeWork(phase, step);
  const head = work === '' ? palette.bold(title) : `${palette.bold(title)} · ${work}`;
  if (phase === undefined) return [head];
  return [
    head,
    progressLine(figures, phase, view),
    ...requestLines(phase.stage, view),
    `${palette.dim('memory'.padEnd(LABEL_WIDTH))}${describeSampling(figures, phase)}`,
    ...traceLine(view),
  ];
}

type LineView = Pick<LiveView, 'title' | 'step' | 'source'>;

/** The status of a run as one line, for logs. */
export function plainLine({ title, step, source }: LineView): string {
  const figures = source.figures();
  const phase = phaseInProgress(figures);
  if (phase === undefined) return title;
  const work = describeWork(phase, step);
  return [
    title,
    ...(work === '' ? [] : [work]),
    describeTime(phase),
    ...plainRequests(phase.stage),
    `memory ${describeSampling(figures, phase)}`,
  ].join(' · ');
}

function plainRequests(stage: StageFigures | undefined): string[] {
  if (stage === undefined || endedRequests(stage) === 0) return [];
  return [
    `${describeCount(stage)} requests`,
    ...describeRate(stage),
    ...describeLatency(stage),
    describeFailed(stage),
    ...describeAbandoned(stage),
  ];
}
