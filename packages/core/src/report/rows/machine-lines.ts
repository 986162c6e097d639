import { formatMs, formatNumber } from '../../metric/format/format-value.ts';
import type { MachineResult } from '../results/machine-result.ts';

/** The machines of a run over several, a line each, and how well their clocks are aligned; none for other runs. */
export function machineLines(machines: readonly MachineResult[] | undefined): string[] {
  if (machines === undefined) return [];
  return [machineGist(machines), ...machines.map(machineLine)];
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
    const names = unknown.map(({ name }) => name).join(', ');
    return `clocks of ${names} aligned by wall clock, with unknown error`;
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
