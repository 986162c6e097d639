import type { RunEvent } from '../stream/events/run-event.ts';

/** A run whose recording has begun. */
export interface AccompaniedRun {
  readonly runDir: string;
  /** Records an event of the run. */
  readonly record: (event: RunEvent) => void;
}

/** Works before, during and after the phases of a run, and records events. */
export interface RunCompanion {
  /** Called before the phases. */
  begin(run: AccompaniedRun): Promise<void>;
  /** Called after the phases, also after failed ones and after a failed `begin`. The recording ends after it. */
  end(): Promise<void>;
}

/** Does work in company. */
export async function accompany(
  companion: RunCompanion | undefined,
  run: AccompaniedRun,
  work: () => Promise<void>,
): Promise<void> {
  try {
    await companion?.begin(run);
    await work();
  } finally {
    await companion?.end();
  }
}
