import { formatMs, formatNumber } from '../../metric/format/format-value.ts';
import type { MachineResult } from '../results/machine-result.ts';

/** More machines are listed in part. */
const MOST_LINES = 8;

/** Machines listed for their timing error, where others have no problem. */
const MOST_IMPRECISE = 3;

/** More names are counted. */
const MOST_NAMES = 5;

/** The machines of a run over several, a line each, and how well their clocks are aligned; none for other runs. */
export function machineLines(machines: readonly MachineResult[] | undefined): string[] {
  if (machines === undefined) return [];
  if (machines.length <= MOST_LINES) return [machineGist(machines), ...machines.map(machineLine)];
  // The odd ones of many: those with problems first, then those whose clients were the least precise.
  const odd = machines.filter(({ problems }) => problems.length > 0);
  const others = machines
    .filter((one) => !odd.includes(one) && !Number.isNaN(one.timingErrorP99Ms))
    .toSorted((one, other) => other.timingErrorP99Ms - one.timingErrorP99Ms);
  const shown = [...odd, ...others.slice(0, MOST_IMPRECISE)].slice(0, MOST_LINES);
  const rest = machines.length - shown.length;
  return [
    machineGist(machines),
    ...shown.map(machineLine),
    `${formatNumber(rest)} more machines: ${formatNumber(sumOfRequests(machines) - sumOfRequests(shown))} requests; results.json lists them.`,
  ];
}

function sumOfRequests(machines: readonly MachineResult[]): number {
  return machines.reduce((sum, { requests }) => sum + requests, 0);
}

/**
 * Which machine the environment of a run is of: `m1, one of 3 (run.json lists all)`; empty for a run of one machine. A merged
 * run has the environment of the first machine that sends load.
 */
export function describedMachine(machines: readonly MachineResult[] | undefined): string {
  const described = machines?.find(({ roles }) => roles.includes('load'));
  if (machines === undefined || described === undefined) return '';
  const { name } = described;
  if (machines.length === 1) return name;
  return `${name}, one of ${formatNumber(machines.length)} (run.json lists all)`;
}

/** The machines in one line. */
export function machineGist(machines: readonly MachineResult[]): string {
  const loads = machines.filter(({ roles }) => roles.includes('load')).length;
  const watches = machines.filter(({ roles }) => roles.includes('watch')).length;
  const work = [
    ...(loads === 0 ? [] : [`${formatNumber(loads)} load`]),
    ...(watches === 0 ? [] : [`${formatNumber(watches)} watch`]),
  ];
  return `Machines: ${formatNumber(machines.length)} (${work.join(', ')}); ${alignmentOf(machines)}.`;
}

function alignmentOf(machines: readonly MachineResult[]): string {
  const unknown = machines.filter(({ clock }) => Number.isNaN(clock.boundNs));
  if (unknown.length > 0) {
    const names = unknown.slice(0, MOST_NAMES).map(({ name }) => name);
    const rest = unknown.length - names.length;
    const all = [...names, ...(rest === 0 ? [] : [`${formatNumber(rest)} more`])].join(', ');
    return `clocks of ${all} aligned by wall clock, with unknown error`;
  }
  const most = Math.max(0, ...machines.map(({ clock }) => clock.boundNs));
  return most === 0 ? 'all by one clock' : `clocks aligned within ${formatMs(most / 1e6)}`;
}

function machineLine(machine: MachineResult): string {
  const { name, slice, requests, timingErrorP99Ms, problems } = machine;
  const share = slice === undefined ? '' : `, slice ${slice.index}/${slice.count}`;
  const sent = slice === undefined ? '' : `, ${formatNumber(requests)} requests`;
  const error = Number.isNaN(timingErrorP99Ms)
    ? ''
    : `, timing error p99 ${formatMs(timingErrorP99Ms)}`;
  const trouble = problems.length === 0 ? '' : `; unreliable: ${problems.join('; ')}`;
  return `Machine ${name}${share}${sent}${error}; ${clockOf(machine)}${trouble}.`;
}

function clockOf({ clock }: MachineResult): string {
  const { source, offsetNs, driftPpm, boundNs } = clock;
  const moved = `clock offset ${formatMs(offsetNs / 1e6)}`;
  switch (source) {
    case 'reference':
      return 'its clock is that of the run';
    case 'same-clock':
      return 'same clock as another machine';
    case 'exchanges':
      return `${moved} ± ${formatMs(boundNs / 1e6)}, drift ${driftPpm.toFixed(1)} ppm, by exchanges`;
    case 'wall-clock':
      return `${moved} by wall clock, error unknown`;
  }
}
