import { setMaxListeners } from 'node:events';
import { SamplingError } from '../collector/sampling-error.ts';
import { noteSettings } from '../phase/step/note-settings.ts';
import { PHASES } from '../phase/registry.ts';
import type { PhaseContext } from '../phase/phase.ts';
import { RequestWatch } from '../phase/watch/request-watch.ts';
import { isServer } from '../config/is-server.ts';
import type { RunConfig } from '../config/parse-config.ts';
import { serverCommands } from '../config/server-commands.ts';
import type { LoadcellError } from '../spec/error/errors.ts';
import type { PhaseName } from '../spec/contract/test-config.ts';
import { nowNs } from '../stream/clock.ts';
import type { SurveyValue } from '../stream/rows/survey-stream.ts';
import { TargetDiedError } from '../target/errors.ts';
import type { Target } from '../target/target.ts';
import { PromptSource } from '../workload/prompts.ts';
import { createClientCheck } from './client/create-client-check.ts';
import { describeDrop, describeTarget, describeWhatWasLearned } from './describe-target.ts';
import { MemoryWatch } from './memory-watch.ts';
import type { PhaseRun } from './phase-run.ts';
import { PhaseOutcome } from './phase-outcome.ts';
import { createStageDecision } from './stage-decision.ts';
import { scrapeAtEdges, startServerCounters, withoutScrapes } from './scrape/server-counters.ts';
import type { ServerScraper } from '../scrape/scraper/server-scraper.ts';

/** The phase's own work on a target that has started; `signal` ends it. */
async function work(
  run: PhaseRun,
  signal: AbortSignal,
  scraper: ServerScraper | undefined,
): Promise<void> {
  const { config, name, target } = run;
  const client = createClientCheck(run, signal);
  const watch = new RequestWatch(run.journal);
  const journal = client?.watch(run.journal) ?? run.journal;
  const context: PhaseContext = {
    target,
    journal: scraper === undefined ? journal : scrapeAtEdges(journal, scraper),
    watch,
    prompts: new PromptSource({ seed: config.seed, nonce: run.nonce }, name),
    seed: config.seed,
    nonce: run.nonce,
    signal,
    switchPolicy: config.target.switchPolicy,
    slos: config.slos,
    files: run.files,
    decision: createStageDecision(config),
    ...(run.tokens === undefined ? {} : { tokens: run.tokens }),
    // An engine of ours holds so many and refuses more; a server keeps none between requests.
    contextsAtOnce: isServer(config.target) ? Infinity : config.target.parallel,
    ...(client === undefined
      ? {}
      : { client: scraper === undefined ? client : withoutScrapes(client, scraper) }),
  };
  const steps = runSteps(name, context, config);
  await Promise.allSettled([steps]);
  // What it notes must not hide why the steps failed.
  const noting = Promise.resolve().then(() => watch.end());
  await Promise.allSettled([noting]);
  await steps;
  await noting;
}

function runSteps(name: PhaseName, context: PhaseContext, config: RunConfig): Promise<void> {
  switch (name) {
    case 'baseline':
      return PHASES.baseline.run(context, config.phaseOptions.baseline);
    case 'cross-model':
      return PHASES['cross-model'].run(context, config.phaseOptions['cross-model']);
    case 'load':
      return PHASES.load.run(context, config.phaseOptions.load);
  }
}

/** Rejects with the reason when the signal is aborted, and with the death of the target if given; never resolves. */
function interruption(signal: AbortSignal, target?: Target): Promise<never> {
  return new Promise((_resolve, reject) => {
    const abort = (): void => reject(signal.reason);
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    void target?.exited.then((exit) => {
      signal.removeEventListener('abort', abort);
      reject(new TargetDiedError(exit, { outputTail: target.outputTail?.() ?? '' }));
    });
  });
}

/** The same, which may reject when nobody waits for it any more. */
function quietly(interrupted: Promise<never>): Promise<never> {
  interrupted.catch(() => {});
  return interrupted;
}

async function endTarget(run: PhaseRun, expected: boolean): Promise<void> {
  const { target, journal } = run;
  await target.stop();
  if (target.pid === undefined || !target.managed) return;
  const { pid, exitCode, signal, atNs } = await target.exited;
  journal.event({ kind: 'target-exited', pid, expected, exitCode, signal }, atNs);
}

/** A target tells of itself while nobody waits for it, so there is no caller to throw to. */
function surveyOrAbort({ recorder, abort }: PhaseRun, values: readonly SurveyValue[]): void {
  try {
    recorder.survey(values);
  } catch (error) {
    abort(error);
  }
}

/** Where a server is measured, what it reports about itself. */
async function startCounters(run: PhaseRun): Promise<ServerScraper | undefined> {
  const { target, config, journal } = run;
  const { url } = target.description.details;
  if (serverCommands(config.target).size > 1) {
    const reason = 'each switch of models starts another server';
    journal.event({ kind: 'server-metrics-absent', endpoint: 0, url: String(url), reason });
    return undefined;
  }
  return await startServerCounters({
    url: typeof url === 'string' ? url : undefined,
    target: config.target,
    journal,
    onValues: (values) => surveyOrAbort(run, values),
  });
}

/**
 * Samples the target from now on.
 * @param interrupted rejects when the target has died
 */
async function watchMemory(
  run: PhaseRun,
  pid: number,
  interrupted: Promise<never>,
): Promise<MemoryWatch> {
  const { managed, adopterPid } = run.target;
  try {
    const memory = new MemoryWatch({ ...run, pid, adopterPid, managed });
    await memory.start();
    return memory;
  } catch (error) {
    // It ended before it could be sampled: that is what happened, and we are told of it presently.
    if (error instanceof SamplingError && error.gone && managed) return await interrupted;
    throw error;
  }
}

/**
 * Runs one phase on a target of its own: starts it, samples it, does the phase's work and takes all down again,
 * whatever happened.
 * @returns why the phase failed, or undefined
 * @throws what is a defect of Loadcell and not a condition of the run
 */
export async function runPhase(run: PhaseRun): Promise<LoadcellError | undefined> {
  const { target, journal, signal } = run;
  // Ended by all that ends the run, and by what ends only this phase, like the death of its target.
  const ending = new AbortController();
  const untilEnd = AbortSignal.any([signal, ending.signal]);
  setMaxListeners(0, untilEnd);
  const beganNs = nowNs();
  journal.event({ kind: 'phase-began' }, beganNs);
  if (run.pageCache !== undefined) journal.event(describeDrop(run.pageCache));
  const outcome = new PhaseOutcome(run, beganNs);
  let memory: MemoryWatch | undefined;
  let working: Promise<void> | undefined;
  let isDescribed = false;
  let scraper: ServerScraper | undefined;
  try {
    target.onSurvey?.((values) => surveyOrAbort(run, values));
    target.onStartup?.(({ atNs, ...event }) => journal.event(event, atNs));
    const watch = async (interrupted: Promise<never>): Promise<void> => {
      if (memory !== undefined || target.pid === undefined) return;
      journal.event({ kind: 'target-started', pid: target.pid });
      memory = await watchMemory(run, target.pid, interrupted);
    };
    target.onRelaunch?.(async (step) => {
      if (step === 'launched') return await watch(quietly(interruption(signal, target)));
      await memory?.stop();
      memory = undefined;
    });
    // What is held until it is sampled has no instant that is not.
    await target.launch?.();
    await watch(quietly(interruption(signal, target)));
    // A target that cannot start ends its process before it says why: its exit alone would hide the reason.
    await Promise.race([target.start(signal), interruption(signal)]);
    const interrupted = quietly(interruption(signal, target));
    const described = describeTarget(run);
    isDescribed = true;
    await watch(interrupted);
    // It waits for two scrapes at most, whatever the server does.
    scraper = await startCounters(run);
    working = work(run, untilEnd, scraper);
    await Promise.race([working, interrupted]);
    await scraper?.edge();
    describeWhatWasLearned(run, described);
  } catch (error) {
    ending.abort(error);
    if (error instanceof TargetDiedError) outcome.noteKills(memory?.killsAt(error.exit) ?? []);
    await outcome.attempt(() => {
      // At its memory limit the native thread ends the target, and its death is all that is seen at first.
      throw memory?.look() ?? error;
    });
  } finally {
    await outcome.attempt(() => scraper?.stop());
    await outcome.attempt(() => memory?.stop());
    // Nothing is sampled any more, and the server is still there unless it died.
    if (isDescribed && !signal.aborted && outcome.failure?.code !== 'TARGET_DIED') {
      await outcome.attempt(() => noteSettings(run, 'after'));
    }
    await outcome.attempt(() => endTarget(run, outcome.failure?.code !== 'TARGET_DIED'));
    // Its calls reject now that the target is gone; what they say is known already.
    await working?.catch(() => {});
    // A timeout or a limit that was reached while all was taken down.
    if (signal.aborted) outcome.note(signal.reason);
    await outcome.attempt(() => journal.event({ kind: 'phase-ended' }));
  }
  return outcome.conclude();
}
