import { formatBytes } from '../format/format-value.ts';
import type { MetricDefinition, MetricReading } from '../metric.ts';
import { noteOf, readingOfOne } from '../measure/reading.ts';
import { bytesBetween, residentSeries } from '../memory/resident-memory.ts';
import type { NumberColumn } from '../../stream/columns/number-column.ts';
import type { PhaseStreams } from '../../stream/phase-streams.ts';

/** The moments of a startup, in order. */
export type StartupMoment = 'server-listening' | 'server-healthy' | 'server-responded';

/** Reason where there is no startup. */
export const NOT_STARTED = 'Loadcell started no server in this phase';

/** Shown only where a server was started. */
export const SHOWN_WHEN_STARTED: Pick<MetricDefinition, 'isShownWhen'> = {
  isShownWhen: ({ avg }) => !Number.isNaN(avg),
};

/** When the server command started, CLOCK_MONOTONIC nanoseconds; `NaN` where none was started. */
export function launchedNs(phase: PhaseStreams): number {
  return phase.events.find(({ kind }) => kind === 'server-launched')?.atNs ?? Number.NaN;
}

/** When the startup reached a moment; `NaN` where it did not. */
export function momentNs(phase: PhaseStreams, moment: StartupMoment): number {
  return phase.events.find(({ kind }) => kind === moment)?.atNs ?? Number.NaN;
}

/** Time from the start of the command to a moment, milliseconds, with the RSS at that moment. */
function readTimeTo(phase: PhaseStreams, moment: StartupMoment): MetricReading {
  const bytes = memoryAt(phase, moment);
  const memory = Number.isNaN(bytes) ? '' : `RSS ${formatBytes(bytes)} at that time`;
  return readingOfOne(
    (momentNs(phase, moment) - launchedNs(phase)) / 1e6,
    whyNot(phase),
    noteOf(memory, describePageCache(phase)),
  );
}

/** What the metrics of a startup have in common. */
export const OF_STARTUP = {
  aliases: [],
  of: 'phase',
  better: 'lower',
  defaultAggregate: 'max',
} as const;

/** The metric of the RSS of the tree at a moment: the last sample at or before it. */
export function memoryMetric(
  { name, label, description }: Pick<MetricDefinition, 'name' | 'label' | 'description'>,
  moment: StartupMoment,
): MetricDefinition {
  return {
    name,
    label,
    ...OF_STARTUP,
    unit: 'bytes',
    isShownWhen: () => false,
    description,
    formula: `RSS at ${moment}`,
    read: (phase) => readingOfOne(memoryAt(phase, moment), whyNot(phase)),
  };
}

/** The metric of the time from the start of the command to a moment, with the RSS at that moment. */
export function timeMetric(
  {
    name,
    label,
    description,
    formula,
  }: Pick<MetricDefinition, 'name' | 'label' | 'description' | 'formula'>,
  moment: StartupMoment,
): MetricDefinition {
  return {
    name,
    label,
    ...OF_STARTUP,
    unit: 'ms',
    ...SHOWN_WHEN_STARTED,
    description,
    formula,
    read: (phase) => readTimeTo(phase, moment),
  };
}

function memoryAt(phase: PhaseStreams, moment: StartupMoment): number {
  return memoryUntil(phase, moment).at(-1) ?? Number.NaN;
}

/** RSS of the tree from the start of the command to a moment, bytes; empty where the moment was not reached. */
export function memoryUntil(phase: PhaseStreams, moment: StartupMoment): NumberColumn {
  const [fromNs, toNs] = [launchedNs(phase), momentNs(phase, moment)];
  // Summing a tree over ten million samples is expensive.
  if (Number.isNaN(toNs - fromNs)) return new Float64Array(0);
  return bytesBetween(residentSeries(phase), fromNs, toNs);
}

/** Why a moment has no value. */
export function whyNot(phase: PhaseStreams): string {
  return Number.isNaN(launchedNs(phase)) ? NOT_STARTED : 'the startup did not get that far';
}

/** Whether the files of the server were in the page cache, as far as known. */
function describePageCache({ events }: PhaseStreams): string {
  const dropped = events.find((event) => event.kind === 'page-cache-dropped');
  if (dropped === undefined) return 'page cache as found';
  return dropped.reason === undefined ? 'cold page cache' : `not cold: ${dropped.reason}`;
}
