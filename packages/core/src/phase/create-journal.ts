import { nowNs } from '../stream/clock.ts';
import type { RunRecorder } from '../stream/files/run-recorder.ts';
import type { PhaseJournal } from './phase-journal.ts';

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

/** The journal of a phase: writes to the streams of the run under the name of the phase. */
export function createPhaseJournal(
  phase: string,
  recorder: RunRecorder,
  counter: RequestCounter,
  onStep: (line: string) => void,
): PhaseJournal {
  const event: PhaseJournal['event'] = (what, atNs = nowNs()) =>
    recorder.event({ ...what, atNs, phase });
  const journalOf = (stage: string): PhaseJournal => {
    return {
      event,
      request: (row) => recorder.request({ ...row, id: counter.next(), phase, stage }),
      step: onStep,
      window: async (window, work) => {
        event({ kind: 'window-began', window });
        try {
          return await work();
        } finally {
          event({ kind: 'window-ended', window });
        }
      },
      inStage: journalOf,
      aroundStage: (work) => work(),
    };
  };
  return journalOf('');
}
