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
import { figure, inEachPhase, type FindingDefinition } from '../finding.ts';
import { growthWithin } from '../survey-reading.ts';

/** CPU steal above this share of the machine's CPU time skews latency. */
const STOLEN_SHARE = 0.02;

/**
 * Above this share of the machine's CPU time used by neither the target nor the client, other work is what they wait
 * for. Where other programs used less before the load, the load caused their work.
 */
const OTHERS_SHARE = 0.1;

const ADVICE = {
  shared:
    "Latency includes CPU wait. Stop other work, pin the server away from the client's cores, or move the client.",
  behind:
    'Other programs used the CPU only under load: they may belong to the server, for example behind a gateway. Latency includes CPU wait; to exclude the client, run it on another machine.',
  alone:
    'The server and the client used all cores. Latency includes CPU wait; to exclude the client, run it on another machine.',
};

export const cpuPressure: FindingDefinition = {
  name: 'cpu-pressure',
  meaning:
    'Tasks waited for the CPU while requests were measured. A warning where other programs or a hypervisor took the CPU. A note where the server, the client, or programs that run only under load used all of it.',
  section: 'environment',
  look: inEachPhase(({ streams }) => {
    const windows = stageWindows(streams);
    const waiting = cpuWaitNs(streams, windows) / (windowSeconds(windows) * 1e9);
    const { stolen, others } = sharesIn(streams, windows);
    // The client sends nothing while the target is idle: only its sampler uses a small part of a core.
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
          ...(isStolen ? [figure('CPU steal', 'ratio', stolen)] : []),
          ...(hasOthers ? [figure('used by other programs', 'ratio', others)] : []),
          ...(isBehind ? [figure('before the load', 'ratio', Math.max(0, before))] : []),
        ],
        advice: ADVICE[isShared ? 'shared' : isBehind ? 'behind' : 'alone'],
      },
    ];
  }),
};

/** A stretch of time, with the CPU time of the client in it where it was recorded. */
type MeasuredSpan = Span & Pick<StageWindow, 'clientCpuNs'>;

/** Shares of the machine's CPU time: stolen by a hypervisor, and used by neither the target nor the client; `NaN` where unknown. */
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
