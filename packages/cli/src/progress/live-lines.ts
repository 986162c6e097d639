import {
  formatValue,
  type LiveFigures,
  type LiveSource,
  type Palette,
  type PhaseFigures,
} from '@loadcell/core';
import { formatElapsed } from './format-elapsed.ts';
import { sparkline } from './sparkline.ts';

/** The part of a palette that the view uses. */
export type LivePalette = Pick<Palette, 'bold' | 'dim' | 'red' | 'green'>;

/** What the lines are made of. */
export interface LiveView {
  /** `[2/3] load`. */
  readonly title: string;
  /** What the phase does, in words; empty when nothing was said. */
  readonly step: string;
  readonly source: LiveSource;
  /** Columns that there are. */
  readonly columns: number;
  readonly palette: LivePalette;
}

const LABEL_WIDTH = 10;
const WIDEST_BAR = 30;
const WIDEST_TRACE = 60;
/** What stands behind the trace: its two ends. */
const TRACE_LEGEND_WIDTH = 34;

/** How long something goes on: at least, since loads and slow responses come on top. */
function describeLeft(leftMs: number): string {
  return Number.isNaN(leftMs) ? 'past planned end' : `≥ ${formatElapsed(leftMs)} left`;
}

/** How long a phase has gone on, and goes on where that is known. */
function describeTime(phase: PhaseFigures): string {
  const elapsed = formatElapsed(phase.elapsedMs);
  if (Number.isNaN(phase.plannedMs)) return elapsed;
  const cause = Number.isNaN(phase.leftMs) ? describeOverrun(phase) : '';
  return `${elapsed}, ${describeLeft(phase.leftMs)}${cause}`;
}

/** Why a phase takes longer than planned, where it is known. */
function describeOverrun({ answered, failed, leastRequests }: PhaseFigures): string {
  const done = answered + failed;
  return done < leastRequests
    ? `: ${formatValue('count', done)} of at least ${formatValue('count', leastRequests)} requests`
    : '';
}

/** How many requests ended, and how often. */
function describeRequests(phase: PhaseFigures): string {
  const counts = `${formatValue('count', phase.answered)} answered, ${formatValue('count', phase.failed)} failed`;
  return Number.isNaN(phase.requestsPerSecond)
    ? counts
    : `${counts} · ${formatValue('perSecond', phase.requestsPerSecond)}`;
}

/** Resident memory now and at its peak. */
function describeMemory(figures: LiveFigures, phase: PhaseFigures): string {
  if (Number.isNaN(figures.residentBytes)) return 'not sampled';
  const { residentBytes, processes } = figures;
  return [
    `${formatValue('bytes', residentBytes)} now`,
    `peak ${formatValue('bytes', phase.peakResidentBytes)}`,
    ...(processes > 1 ? [`${processes} processes`] : []),
  ].join(' · ');
}

/** The same, and how often it is sampled. */
function describeSampling(figures: LiveFigures, phase: PhaseFigures): string {
  const memory = describeMemory(figures, phase);
  if (Number.isNaN(figures.samplingHz)) return memory;
  return `${memory} · sampled at ${formatValue('count', Math.round(figures.samplingHz))} Hz`;
}

/** The phase that is under way. */
function phaseUnderWay({ phases }: LiveFigures): PhaseFigures | undefined {
  return phases.find(({ isUnderWay }) => isUnderWay);
}

function bar(share: number, width: number, { green, dim }: LivePalette): string {
  const full = Math.round(Math.min(1, Math.max(0, share)) * width);
  return `${green('█'.repeat(full))}${dim('░'.repeat(width - full))}`;
}

function progressLine(figures: LiveFigures, phase: PhaseFigures, view: LiveView): string {
  const { elapsedMs, plannedMs } = phase;
  const run =
    figures.phaseCount > 1 && !Number.isNaN(figures.leftMs)
      ? ` · run ${formatElapsed(figures.elapsedMs)}, ${describeLeft(figures.leftMs)}`
      : '';
  const told = `${describeTime(phase)}${run}`;
  // Without a duration there is no share of it.
  if (Number.isNaN(plannedMs)) return told;
  const width = Math.min(WIDEST_BAR, Math.floor(view.columns / 4));
  return `${bar(elapsedMs / plannedMs, width, view.palette)} ${told}`;
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

function quantiles(label: string, { p50, p95, count }: PhaseFigures['responseTimeMs']): string[] {
  if (count === 0) return [];
  return [`${label}p50 ${formatValue('ms', p50)}, p95 ${formatValue('ms', p95)}`];
}

function requestLines(phase: PhaseFigures, { palette }: LiveView): string[] {
  if (phase.answered + phase.failed === 0) return [];
  const counts = describeRequests(phase);
  const times = [
    ...quantiles('', phase.responseTimeMs),
    ...quantiles('first token ', phase.timeToFirstTokenMs),
  ];
  return [
    `${palette.dim('requests'.padEnd(LABEL_WIDTH))}${phase.failed > 0 ? palette.red(counts) : counts}`,
    ...(times.length === 0
      ? []
      : [`${palette.dim('response'.padEnd(LABEL_WIDTH))}${times.join(' · ')}`]),
  ];
}

/** The view of a run as it stands: two lines on where it is, and what is measured so far. Not cut to the screen. */
export function liveLines(view: LiveView): string[] {
  const { title, step, source, palette } = view;
  const figures = source.figures();
  const phase = phaseUnderWay(figures);
  const head = step === '' ? palette.bold(title) : `${palette.bold(title)} · ${step}`;
  if (phase === undefined) return [head];
  return [
    head,
    progressLine(figures, phase, view),
    ...requestLines(phase, view),
    `${palette.dim('memory'.padEnd(LABEL_WIDTH))}${describeSampling(figures, phase)}`,
    ...traceLine(view),
  ];
}

type LineView = Pick<LiveView, 'title' | 'step' | 'source'>;

/** How a run stands as one line, for logs. */
export function plainLine({ title, step, source }: LineView): string {
  const figures = source.figures();
  const phase = phaseUnderWay(figures);
  if (phase === undefined) return title;
  return [
    `${title}: ${describeTime(phase)}`,
    ...(step === '' ? [] : [step]),
    ...(phase.answered + phase.failed === 0 ? [] : [describeRequests(phase)]),
    ...quantiles('', phase.responseTimeMs),
    `memory ${describeSampling(figures, phase)}`,
  ].join(' · ');
}
