import { ownTimingError } from '../../metric/quality/arrival-quality.ts';
import { calibratedError, overBudget } from '../../metric/quality/client-quality.ts';
import { formatMs, formatNumber } from '../../metric/format/format-value.ts';
import type { Conclusion } from '../results/conclude-run.ts';
import type { PhaseResult } from '../results/run-results.ts';
import type { MachineResult } from '../results/machine-result.ts';
import { calibrationLines } from '../rows/client-lines.ts';
import { nonceLines, samplingGist, sendDelayGist, sliceLines } from '../rows/data-quality.ts';
import { machineGist } from '../rows/machine-lines.ts';
import { plainLine } from '../rows/plain-line.ts';
import { windowLines } from '../rows/window-lines.ts';
import { wrapLine, type TerminalStyle } from './terminal-style.ts';

/** How reliable the figures of a run are, in one line; below it a line for each thing that is outside its limit. */
export function qualityLines(conclusion: Conclusion, { palette, width }: TerminalStyle): string[] {
  const { results, verdict } = conclusion;
  if (results.phases.length === 0) return [];
  const isUnreliable = verdict.phases.some(({ failures }) =>
    failures.some(({ kind }) => kind === 'unreliable'),
  );
  const outside = results.phases.flatMap((phase) =>
    outsideLines(phase, conclusion).map((line) =>
      results.phases.length === 1 ? line : `${phase.name}: ${line}`,
    ),
  );
  const exceptions = outside.length === 0 ? 'reliable' : 'reliable with exceptions';
  const figures = figuresOf(results.phases);
  const lines = [
    `Data quality: ${isUnreliable ? 'unreliable' : exceptions}${figures === '' ? '' : ` (${figures})`}`,
    ...[
      ...outside,
      ...sliceLines(results.slice),
      ...fleetLines(results.machines),
      ...nonceLines(results.nonce, 'brief'),
    ].map((line) => `  ${line}`),
  ];
  return lines
    .flatMap((line) => wrapLine(plainLine(line), width, 4))
    .map(isUnreliable ? palette.red : palette.dim);
}

/** The machines of a run over several, in one line. */
function fleetLines(machines: readonly MachineResult[] | undefined): string[] {
  return machines === undefined ? [] : [machineGist(machines)];
}

/** The largest errors of all phases, and the rate of the sampler that fell behind most. */
function figuresOf(phases: readonly PhaseResult[]): string {
  const delayMs = largest(
    phases
      .flatMap(({ stages }) => stages)
      .filter(({ load }) => load.kind !== 'sequential')
      .map(({ measurements }) => measurements['sendDelay']?.p99 ?? Number.NaN),
  );
  const errorMs = largest(phases.flatMap(timingErrorsMs));
  const isUnchecked = phases.some(
    (phase) => phase.client?.notCalibrated !== undefined && timingErrorsMs(phase).length === 0,
  );
  const isSampled = phases.some(({ metrics }) => !Number.isNaN(metrics.memoryUsage.peak));
  const [slowest] = phases
    .flatMap(({ sampling }) => sampling ?? [])
    .toSorted(
      (one, other) => one.achievedHz / one.requestedHz - other.achievedHz / other.requestedHz,
    );
  return [
    ...(Number.isNaN(delayMs) ? [] : [`send delay p99 ${formatMs(delayMs)}`]),
    ...(Number.isNaN(errorMs) ? [] : [`timing error p99 ${formatMs(errorMs)}`]),
    ...(isUnchecked ? ['timing error not measured'] : []),
    // A run that was killed has samples, and no account of the sampler.
    ...(isSampled ? [] : ['nothing sampled']),
    ...(slowest === undefined
      ? []
      : [`sampler ${formatNumber(slowest.achievedHz)} of ${formatNumber(slowest.requestedHz)} Hz`]),
  ].join(', ');
}

/** Of each stage by its own requests; of a phase whose requests do not show any, those of its calibrations. */
function timingErrorsMs({ client, stages }: PhaseResult): number[] {
  const own = stages.flatMap(({ arrivals }) => ownTimingError(arrivals) ?? []);
  const errors = own.length > 0 ? own : (client?.calibrations ?? []).map(calibratedError);
  return errors.flatMap(({ firstTokenMs, gapMs }) => [firstTokenMs, gapMs]);
}

function largest(values: readonly number[]): number {
  const known = values.filter((value) => !Number.isNaN(value));
  return known.length === 0 ? Number.NaN : Math.max(...known);
}

/** What a finding is about, or the verdict, or a reader must know to use the figures. */
function outsideLines(phase: PhaseResult, { recommendations }: Conclusion): string[] {
  const { client, sampling, stages, windows } = phase;
  const found = new Set(
    recommendations.filter((one) => one.phase === phase.name).map(({ rule }) => rule),
  );
  const isKnown = stages.some(({ arrivals }) => ownTimingError(arrivals) !== undefined);
  const isClientOff =
    (!isKnown &&
      (client?.notCalibrated !== undefined || overBudget(client?.calibrations ?? []).length > 0)) ||
    found.has('timing-error');
  const isSamplerOff = found.has('sampler-fell-behind') || sampling?.source === 'javascript';
  return [
    ...(isClientOff ? calibrationLines(phase) : []),
    ...(found.has('send-delay') ? sendDelayGist(phase) : []),
    ...(isSamplerOff && sampling !== undefined ? [samplingGist(sampling)] : []),
    ...(sampling === undefined ? phase.notSampled.map((reason) => `Not sampled: ${reason}`) : []),
    ...(windows.every(({ isWhole }) => isWhole) ? [] : windowLines(phase)),
  ];
}
