import { nowNs } from '../stream/clock.ts';
import type { RunRecorder } from '../stream/run-recorder.ts';
import type { PhaseJournal } from '../phase/phase.ts';
import { runWindow } from '../phase/window.ts';

/** Numbers the requests of a run. */
export interface RequestCounter {
  next(): number;
}

/** Makes the counter of a run. */
export function createRequestCounter(): RequestCounter {
  let count = 0;
  return {
    next: () => {
      count += 1;
      return count;
    },
  };
}

/** The journal of one phase: writes to the streams of the run under the phase's name. */
export function createPhaseJournal(
  phase: string,
  recorder: RunRecorder,
  counter: RequestCounter,
  onStep: (line: string) => void,
): PhaseJournal {
  const journal: PhaseJournal = {
    event: (event, atNs = nowNs()) => recorder.event({ ...event, atNs, phase }),
    request: (row) => recorder.request({ ...row, id: counter.next(), phase }),
    step: onStep,
    window: (window, work) =>
      journal.windowFrom(window, (open) => {
        open(nowNs());
        return work();
      }),
    windowFrom: (window, work) =>
      runWindow(
        (event, atNs) => journal.event({ ...event, clientCpuNs: ownCpuNs() }, atNs),
        window,
        work,
      ),
  };
  return journal;
}

/** CPU time of all threads of this process, which is the client. */
function ownCpuNs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) * 1000;
}
