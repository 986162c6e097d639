import type { PhaseStreams } from '../../../stream/phase-streams.ts';
import { cpuUsedWithin } from '../../../metric/cpu/cpu-used.ts';
import {
  stageWindows,
  windowSeconds,
  windowsOf,
  type Span,
} from '../../../metric/measure/windows.ts';
import type { StageWindow } from '../../../stream/stage/stages.ts';
import { cpuWaitNs, skewsTimes } from '../cpu-waiting.ts';
import { figure, inEachPhase, type Rule } from '../finding.ts';
import { growthWithin } from '../survey-reading.ts';

/** Share of the machine's CPU time that a hypervisor gave to others from which times are skewed. */
const STOLEN_SHARE = 0.02;

/**
 * Share of the machine's CPU time that neither the target nor the client used: from it on other work is what
 * they wait for. Where other programs used less before the load, the load set them to work.
 */
const OTHERS_SHARE = 0.1;

const ADVICE = {
  shared:
    "Latency includes CPU wait. Stop other work, pin the server away from the client's cores, or move the client.",
  behind:
    'The load set other programs to work: they may belong to the server, such as one behind a gateway. Latency includes CPU wait; to exclude the client from it, run it on another machine.',
  alone:
    'The server and the client used all cores. Latency includes CPU wait; to exclude the client from it, run it on another machine.',
};

/**
 * A machine that was short of CPU while requests were measured. Where other programs or a hypervisor took it, times are not
 * those of the server. Where the server and the client used it up themselves, or programs that the load itself set to work, it
 * is a fact: a server on CPUs takes all of them under load, and the client's own delay is reported by its timing error and send
 * delay.
 */
export const cpuPressure: Rule = {
  name: 'cpu-pressure',
  section: 'environment',
  look: inEachPhase(({ streams }) => {
    const windows = stageWindows(streams);
    const waiting = cpuWaitNs(streams, windows) / (windowSeconds(windows) * 1e9);
    const { stolen, others } = sharesIn(streams, windows);
    // The client sends nothing while the target is idle: its sampler alone uses a small part of a core.
    const idle = windowsOf(streams, ['idle']).map((window) => ({ ...window, clientCpuNs: 0 }));
    const before = sharesIn(streams, idle).others;
    const isWaiting = skewsTimes(waiting);
    const isStolen = stolen > STOLEN_SHARE;
    if (!isWaiting && !isStolen) return [];
    const hasOthers = others > OTHERS_SHARE;
    const isBehind = hasOthers && before <= OTHERS_SHARE;
    const isShared = isStolen || (hasOthers && !isBehind);
    return [
      {
        severity: isShared ? 'warning' : 'note',
        finding: 'CPU contention during measurement',
        evidence: [
          ...(isWaiting ? [figure('CPU pressure', 'ratio', waiting)] : []),
          ...(isStolen ? [figure('taken by the hypervisor', 'ratio', stolen)] : []),
          ...(hasOthers ? [figure('used by other programs', 'ratio', others)] : []),
          ...(isBehind ? [figure('before the load', 'ratio', Math.max(0, before))] : []),
        ],
        advice: ADVICE[isShared ? 'shared' : isBehind ? 'behind' : 'alone'],
      },
    ];
  }),
};

/** A stretch of time, with the CPU time of the client in it where that was recorded. */
type MeasuredSpan = Span & Pick<StageWindow, 'clientCpuNs'>;

/** Of the machine's CPU time, what a hypervisor gave to others, and what neither the target nor the client used; `NaN`: unknown. */
function sharesIn(
  phase: PhaseStreams,
  windows: readonly MeasuredSpan[],
): { stolen: number; others: number } {
  const stolenNs = growthWithin(phase, windows, 'machineCpu.stealNs');
  const busyNs = growthWithin(phase, windows, 'machineCpu.busyNs');
  const allNs = stolenNs + busyNs + growthWithin(phase, windows, 'machineCpu.idleNs');
  return { stolen: stolenNs / allNs, others: (busyNs - usedNs(phase, windows)) / allNs };
}

/** CPU time of the target and of the client within windows, ns; `NaN` where either is not known. */
function usedNs(phase: PhaseStreams, windows: readonly MeasuredSpan[]): number {
  return windows.reduce(
    (sum, window) => sum + cpuUsedWithin(phase, window) + (window.clientCpuNs ?? Number.NaN),
    0,
  );
}
