import type { RunConfig } from '../../../config/parse-config.ts';
import { LiveAggregate } from '../../../live/live-aggregate.ts';
import { TestRunner } from '../../../runner/test-runner.ts';
import type { RunEvent } from '../../../stream/events/run-event.ts';
import { receiveFiles } from '../../config/receive-files.ts';
import { BusSync } from '../sync/bus-sync.ts';
import type { JobCompanion } from './job-companion.ts';
import type { JobPlace } from './job-place.ts';
import type { JobSignal } from './job-signal.ts';
import type { JobStates } from './job-states.ts';
import { publishLoad } from './publish-counts.ts';

/** Endings of stages that are results of the server, which all workers share. */
const RESULTS: ReadonlySet<string> = new Set(['STAGE_ERRORS', 'STAGE_OUTAGE', 'FAILS_ALIKE']);

/** The load of a job. */
export interface LoadJob {
  readonly place: JobPlace;
  readonly config: RunConfig;
  readonly ending: JobSignal;
  readonly states: JobStates;
  readonly companion: JobCompanion;
}

/**
 * Prepares and runs the load of a slice.
 * @throws what keeps it from being measured
 */
export async function runLoad(job: LoadJob): Promise<void> {
  const { place, config, ending, states, companion } = job;
  const { signal } = ending;
  await receiveFiles(place.objects, place.offer.files, place.filesDir, signal);
  await companion.clock.learn(signal);
  const sync = await BusSync.open({
    kv: place.kv,
    agent: place.identity.name,
    toLocalNs: (remoteNs) => companion.clock.toLocalNs(remoteNs),
    onFailure: (error) => states.fail(error),
  });
  states.put('ready');
  const live = new LiveAggregate([]);
  const counts = publishLoad(place, live);
  try {
    const runner = new TestRunner(config, {
      signal,
      sync,
      companion,
      observer: live,
      onEvent: (event) => {
        const error = failureOf(event);
        // The end of the run for another reason fails its phase, too.
        if (error !== undefined && !signal.aborted) states.fail(error);
      },
    });
    states.put('running');
    await runner.runTests();
  } finally {
    counts.close();
    sync.close();
  }
}

/** Why the part of this worker is incomplete. */
function failureOf(event: RunEvent): Error | undefined {
  if (event.kind === 'run-ended') return event.error;
  if (event.kind !== 'phase-failed') return undefined;
  const { error } = event;
  return 'code' in error && RESULTS.has(String(error.code)) ? undefined : error;
}
