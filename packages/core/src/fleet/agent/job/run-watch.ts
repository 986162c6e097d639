import { LoadcellError } from '../../../spec/error/errors.ts';
import { createRunDirectory } from '../../../stream/files/run-directory.ts';
import { watchJob } from '../../watch/watch-job.ts';
import type { Watcher } from '../../watch/watcher.ts';
import type { JobCompanion } from './job-companion.ts';
import type { JobPlace } from './job-place.ts';
import type { JobSignal } from './job-signal.ts';
import type { JobStates } from './job-states.ts';
import { publishCounts } from './publish-counts.ts';

/** The watching of a job. */
export interface WatchingJob {
  readonly place: JobPlace;
  readonly watcher: Watcher | undefined;
  readonly ending: JobSignal;
  readonly states: JobStates;
  readonly companion: JobCompanion;
}

/**
 * Watches the target of this machine from before the first stage until the load has ended everywhere.
 * @throws what keeps it from being recorded
 */
export async function runWatch(job: WatchingJob): Promise<void> {
  const { place, watcher, ending, states, companion } = job;
  const { signal } = ending;
  if (watcher === undefined) {
    throw new LoadcellError('STATE', 'this agent has nothing to watch', {
      help: 'start it with --roles watch and --pid, --port or --cgroup',
    });
  }
  await companion.clock.learn(signal);
  const runDir = await createRunDirectory(place.outputDir, 'watch', new Date());
  const { name: machine, bootId } = place.identity;
  const outcome = await watchJob({
    watcher,
    kv: place.kv,
    run: { runId: place.offer.runId, machine, bootId, runDir, signal },
    companion,
    onSampling: () => states.put('running'),
    onCounts: ({ memoryBytes, cpuCores }) =>
      publishCounts(place, {
        memoryBytes,
        ...(Number.isFinite(cpuCores) ? { cpuCores } : {}),
      }),
    onGuard: (error) => states.fail(error),
  });
  if (outcome.error !== undefined && !signal.aborted) states.fail(outcome.error);
}
