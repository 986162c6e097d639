import { rm } from 'node:fs/promises';
import type { RunConfig } from '../../../config/parse-config.ts';
import { asSentence } from '../../../spec/error/as-sentence.ts';
import { systemErrorCode } from '../../../spec/error/system-error.ts';
import { unlessAborted } from '../../bus/bounded-wait.ts';
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
  const { runId } = place.offer;
  const states = new JobStates(place, (error) => {
    // An agent that ends leaves a bus that is gone.
    if (ending.end !== 'stopped') onNote(`The bus did not take a state: ${textOf(error)}`);
  });
  const companion = new JobCompanion(place, ending.signal, () => states.put('ended'));
  states.put('preparing');
  try {
    await unlessAborted(ending.listen(place), ending.signal);
    await measure(job, { states, companion });
    const { runDir } = companion;
    if (ending.end === 'alone' || ending.end === 'stopped' || runDir === undefined) {
      onNote(`${describeEnd(job)} ${describeKept(runDir)}`);
      states.end(ending.signal.reason);
      return;
    }
    if (ending.end !== undefined) onNote(describeEnd(job));
    await store(job, { states, runDir });
    onNote(`Run ${runId} is stored; this machine keeps ${runDir}.`);
  } catch (error) {
    states.end(error);
    const isEnd = ending.end !== undefined && error === ending.signal.reason;
    const what = isEnd ? describeEnd(job) : `Run ${runId} failed: ${sentenceOf(error)}`;
    onNote(`${what} ${describeKept(companion.runDir)}`);
  } finally {
    companion.clock.close();
    ending.close();
    await states.settled(ending.end === 'stopped');
    await removeFiles(job);
  }
}

/** A folder that cannot be removed, as on a broken disk, ends no agent. */
async function removeFiles({ place: { filesDir }, onNote }: Job): Promise<void> {
  try {
    await rm(filesDir, { recursive: true, force: true });
  } catch (error) {
    // A file has the name of the output folder: nothing of the plan is there.
    if (systemErrorCode(error) === 'ENOTDIR') return;
    onNote(`Cannot remove ${filesDir}: ${sentenceOf(error)}`);
  }
}

/** Who ended a run early, and why. */
function describeEnd({ place, ending }: Job): string {
  const by = ending.end === 'aborted' ? ' by the coordinator' : '';
  return `Run ${place.offer.runId} was ended${by}: ${sentenceOf(ending.signal.reason)}`;
}

/** What this machine keeps of a run that was not stored. */
function describeKept(runDir: string | undefined): string {
  return runDir === undefined ? 'Nothing was recorded.' : `This machine keeps ${runDir}.`;
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

function sentenceOf(error: unknown): string {
  return asSentence(textOf(error));
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
