import type { LoadcellError } from '../../spec/error/errors.ts';
import type { RunEvent } from '../../stream/events/run-event.ts';
import type { RunCompanion } from '../../runner/run-companion.ts';
import type { BusKv } from '../bus/bus.ts';
import { RunFollower } from './run-follower.ts';
import type { WatchCounts, WatchedRun, Watcher, WatchOutcome } from './watcher.ts';

/** One run of a coordinator on a watching machine. */
export interface WatchJob {
  readonly watcher: Watcher;
  /** Bucket of the run. */
  readonly kv: Pick<BusKv, 'watch'>;
  readonly run: Pick<WatchedRun, 'runId' | 'machine' | 'bootId' | 'runDir' | 'signal'>;
  /** Records events before the load and after it, such as exchanges of clocks; none when absent. */
  readonly companion?: RunCompanion;
  /** Called once sampling has begun, and all before the load has been recorded: stages may start. */
  readonly onSampling: () => void;
  readonly onCounts: (counts: WatchCounts) => void;
  /** Called once with why the run must end on all machines. */
  readonly onGuard: (error: LoadcellError) => void;
}

/**
 * Watches one run, from before its first stage until the coordinator reports that the load has ended everywhere.
 * @throws {LoadcellError} when the target cannot be sampled, data cannot be written, or the companion fails
 */
export async function watchJob(job: WatchJob): Promise<WatchOutcome> {
  const { watcher, kv, run, companion, onSampling, onCounts, onGuard } = job;
  const follower = await RunFollower.open(kv);
  try {
    return await watcher.watch({
      ...run,
      finished: follower.finished,
      onSampling: async (control) => {
        const record = (event: RunEvent): void => control.event(event);
        await companion?.begin({ runDir: run.runDir, record });
        follower.attach(control);
        onSampling();
      },
      onEnding: async () => companion?.end(),
      onCounts,
      onGuard,
    });
  } finally {
    follower.close();
  }
}
