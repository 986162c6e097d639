import { formatBytes, formatNumber } from '../../metric/format/format-value.ts';
import { describeCgroupLimit } from '../rows/cgroup-limit.ts';
import { describedMachine, machineLines } from '../rows/machine-lines.ts';
import type { RunResults } from '../results/run-results.ts';
import type { PageData } from './page-data.ts';

/** The environment of a run, as names and texts; empty if it was not recorded. */
export function environmentData({ environment, machines }: RunResults): PageData['environment'] {
  if (environment === undefined) return [];
  const { target, models, details = {} } = environment;
  const { cpuModel, cpuCount, cpuGovernor, memoryBytes } = environment;
  const machine = describedMachine(machines);
  const entries: readonly (readonly [name: string, value: string | undefined])[] = [
    ['Target', target],
    ['Models', models.join(', ')],
    ...Object.entries(details).map(([name, value]) => [name, String(value)] as const),
    ...(machine === '' ? [] : [['Machine', machine] as const]),
    ['Processor', `${cpuModel}, ${formatNumber(cpuCount)} cores`],
    ['Governor', cpuGovernor],
    ['Memory', formatBytes(memoryBytes)],
    ['Cgroup memory limit', describeCgroupLimit(environment)],
    ['System', `${environment.os} ${environment.kernel} ${environment.arch}`],
    ['Clock', environment.clockSource],
    ['Node', environment.node],
    ['Loadcell', environment.loadcell],
    ...(machines === undefined ? [] : [['Machines', machineLines(machines).join(' ')] as const]),
  ];
  return entries.map(([name, value]) => ({
    name,
    value: value === undefined || value === '' ? 'unknown' : value,
  }));
}
