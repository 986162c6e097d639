import type { RunEvent } from '../stream/events/run-event.ts';
import type { RunRecorder } from '../stream/files/run-recorder.ts';
import { writeOrAbort } from './write-or-abort.ts';

/** A run whose recording has begun. */
export interface AccompaniedRun {
  readonly runDir: string;
  /** Records an event of the run. It never throws: an event that cannot be written ends the run. */
  readonly record: (event: RunEvent) => void;
}

/** Works before, during and after the phases of a run, and records events. */
export interface RunCompanion {
  /** Called before the phases. */
  begin(run: AccompaniedRun): Promise<void>;
  /** Called after the phases, also after failed ones and after a failed `begin`. The recording ends after it. */
  end(): Promise<void>;
}

/** Where a companion records. */
interface Recording {
  readonly runDir: string;
  readonly recorder: Pick<RunRecorder, 'event'>;
  /** Ends the run with a reason. */
  readonly abort: (reason: unknown) => void;
}

/** Does work in company. */
export async function accompany(
  companion: RunCompanion | undefined,
  { runDir, recorder, abort }: Recording,
  work: () => Promise<void>,
): Promise<void> {
  const record = (event: RunEvent): void => writeOrAbort(abort, () => recorder.event(event));
  try {
    await companion?.begin({ runDir, record });
    await work();
  } finally {
    await companion?.end();
  }
}
