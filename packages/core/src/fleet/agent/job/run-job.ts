import { rm } from 'node:fs/promises';
import type { RunConfig } from '../../../config/parse-config.ts';
import type { Watcher } from '../../watch/watcher.ts';
import { JobCompanion } from './job-companion.ts';
import type { JobPlace } from './job-place.ts';
import type { JobSignal } from './job-signal.ts';
import { JobStates } from './job-states.ts';
import { runLoad } from './run-load.ts';
import { runWatch } from './run-watch.ts';
import { storeDirectory } from './store-directory.ts';

/** A run of a coordinator on this machine. */
export interface Job {
  readonly place: JobPlace;
  /** Of the load; absent for the role watch. */
  readonly config?: RunConfig;
  readonly watcher?: Watcher;
  readonly ending: JobSignal;
  readonly onNote: (line: string) => void;
}

/** Runs a job to its end, whatever happens: what was recorded is kept, and stored while the coordinator is there. */
export async function runJob(job: Job): Promise<void> {
  const { place, ending, onNote } = job;
  const states = new JobStates(place, (error) =>
    onNote(`The bus did not take a state: ${textOf(error)}`),
  );
  const companion = new JobCompanion(place, ending.signal, () => states.put('ended'));
  states.put('preparing');
  try {
    await ending.listen(place);
    await measure(job, { states, companion });
    const { runDir } = companion;
    if (ending.end === 'alone' || ending.end === 'stopped' || runDir === undefined) {
      states.end(ending.signal.reason);
      onNote(`Run ${place.offer.runId} ended: ${textOf(ending.signal.reason)}`);
      return;
    }
    await store(job, { states, runDir });
    onNote(`Run ${place.offer.runId} is stored; this machine keeps ${runDir}.`);
  } catch (error) {
    states.end(error);
    onNote(`Run ${place.offer.runId} failed: ${textOf(error)}`);
  } finally {
    companion.clock.close();
    ending.close();
    await rm(place.filesDir, { recursive: true, force: true });
    await states.settled();
  }
}

async function measure(
  { place, config, watcher, ending }: Job,
  { states, companion }: { readonly states: JobStates; readonly companion: JobCompanion },
): Promise<void> {
  if (config === undefined) await runWatch({ place, watcher, ending, states, companion });
  else await runLoad({ place, config, ending, states, companion });
}

async function store(
  { place, ending }: Job,
  { states, runDir }: { readonly states: JobStates; readonly runDir: string },
): Promise<void> {
  states.put('storing');
  // After an abort by the coordinator, which waits for what there is, only silence or the end of the agent stops it.
  const stop = new AbortController();
  const signal = ending.end === 'aborted' ? stop.signal : ending.signal;
  const files = await storeDirectory(place, runDir, signal);
  states.put('stored', { directory: { files } });
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
