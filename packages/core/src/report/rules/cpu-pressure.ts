import { windowsOf, SERVICE_WINDOWS } from '../../metric/windows.ts';
import { figure, inEachPhase, type Rule } from './rule.ts';
import { growthBetween } from './survey-reading.ts';

/** Rows of pressure that are about the machine, and not about a control group. */
const MACHINE = 0;

/** Share of the time in which tasks waited for a CPU from which times are coloured. */
const WAITING_SHARE = 0.2;

/** Share of the machine's CPU time that a hypervisor gave to others from which times are coloured. */
const STOLEN_SHARE = 0.02;

/** A machine that was short of CPU while requests were measured: client and host took it from one another. */
export const cpuPressure: Rule = {
  name: 'cpu-pressure',
  severity: 'notable',
  section: 'environment',
  look: inEachPhase(({ streams }) => {
    const windows = windowsOf(streams, SERVICE_WINDOWS);
    const grown = (column: string, source?: number): number =>
      windows
        .map(({ beganNs, endedNs }) =>
          growthBetween(streams, column, {
            fromNs: beganNs,
            toNs: endedNs,
            ...(source === undefined ? {} : { source }),
          }),
        )
        .filter((ns) => !Number.isNaN(ns))
        .reduce((sum, ns) => sum + ns, 0);
    const windowNs = windows.reduce((sum, { beganNs, endedNs }) => sum + (endedNs - beganNs), 0);
    const waiting = grown('pressure.cpuSomeNs', MACHINE) / windowNs;
    const stolenNs = grown('machineCpu.stealNs');
    const stolen = stolenNs / (stolenNs + grown('machineCpu.busyNs') + grown('machineCpu.idleNs'));
    const evidence = [
      ...(waiting > WAITING_SHARE ? [figure('tasks waited', 'ratio', waiting)] : []),
      ...(stolen > STOLEN_SHARE ? [figure('taken by the hypervisor', 'ratio', stolen)] : []),
    ];
    if (evidence.length === 0) return [];
    return [
      {
        finding: 'The machine was short of CPU while requests were measured',
        evidence,
        advice:
          'Times hold the wait for a core. Stop what else runs, pin the host and leave cores to the client, or send from another machine.',
      },
    ];
  }),
};
