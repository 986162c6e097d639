import { setMaxListeners } from 'node:events';
import { MemoryWatch } from '../../collector/memory-watch.ts';
import { SamplingError } from '../../collector/sampling-error.ts';
import { noteSettings } from '../../phase/step/note-settings.ts';
import { PHASES } from '../../phase/registry.ts';
import type { PhaseContext } from '../../phase/phase.ts';
import { RequestWatch } from '../../phase/watch/request-watch.ts';
import { isServer } from '../../config/target/is-server.ts';
import type { RunConfig } from '../../config/parse-config.ts';
import { serverCommands } from '../../config/target/server-commands.ts';
import type { LoadcellError } from '../../spec/error/errors.ts';
import type { PhaseName } from '../../spec/contract/test-config.ts';
import { nowNs } from '../../stream/clock.ts';
import { TargetDiedError } from '../../target/errors.ts';
import type { Target } from '../../target/target.ts';
import { PromptSource } from '../../workload/prompts.ts';
import { createClientCheck } from '../client/create-client-check.ts';
import { describeChanges, describeDrop, describeTarget } from '../target/describe-target.ts';
import { memoryLimitError } from '../run-errors.ts';
import { writeOrAbort } from '../write-or-abort.ts';
import type { PhaseRun } from './phase-run.ts';
import { PhaseOutcome } from './phase-outcome.ts';
import { createStageDecision } from '../stage-decision.ts';
import { scrapeAtEdges, startServerCounters, withoutScrapes } from '../scrape/server-counters.ts';
import type { ServerScraper } from '../../scrape/scraper/server-scraper.ts';

/** The work of the phase on a started target; `signal` ends it. */
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
    slice: config.slice,
    sync: run.sync,
    signal,
    switchPolicy: config.target.switchPolicy,
    slos: config.slos,
    files: run.files,
    decision: createStageDecision(config),
    ...(run.tokens === undefined ? {} : { tokens: run.tokens }),
    // The embedded engine refuses more contexts than `parallel`; a server keeps none between requests.
    maxContexts: isServer(config.target) ? Infinity : config.target.parallel,
    ...(client === undefined
      ? {}
      : { client: scraper === undefined ? client : withoutScrapes(client, scraper) }),
  };
  const steps = runSteps(name, context, config);
  await Promise.allSettled([steps]);
  // An error of recording must not hide why the steps failed.
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

/** The same promise, which may reject without a handler. */
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

/** Starts to scrape the metrics of a server. */
async function startCounters(run: PhaseRun): Promise<ServerScraper | undefined> {
  const { target, config, journal, recorder } = run;
  const { url } = target.description.details;
  if (serverCommands(config.target).size > 1) {
    const reason = 'each model switch starts another server';
    journal.event({ kind: 'server-metrics-absent', endpoint: 0, url: String(url), reason });
    return undefined;
  }
  return await startServerCounters({
    url: typeof url === 'string' ? url : undefined,
    target: config.target,
    onEvent: (event) => writeOrAbort(run.abort, () => journal.event(event)),
    onValues: (values) => writeOrAbort(run.abort, () => recorder.survey(values)),
  });
}

/**
 * Begins to sample the target.
 * @param interrupted rejects when the target has died
 */
async function watchMemory(
  run: PhaseRun,
  pid: number,
  interrupted: Promise<never>,
): Promise<MemoryWatch> {
  const { target, config, recorder, journal, abort } = run;
  const { managed, adopterPid } = target;
  try {
    const memory = new MemoryWatch({
      pid,
      adopterPid,
      managed,
      sampling: config.sampling,
      limitBytes: config.test.maxMemory,
      warnBytes: config.warnMemory,
      recorder,
      onEvent: (event, atNs) => writeOrAbort(abort, () => journal.event(event, atNs)),
      limitError: memoryLimitError,
      abort,
    });
    await memory.start();
    return memory;
  } catch (error) {
    // The process ended before it could be sampled: `interrupted` rejects with that.
    if (error instanceof SamplingError && error.gone && managed) return await interrupted;
    throw error;
  }
}

/**
 * Runs one phase on a separate target: starts it, samples it, does the work of the phase, and cleans up in any case.
 * @returns why the phase failed, or undefined
 * @throws an error that is a defect of Loadcell, not a condition of the run
 */
export async function runPhase(run: PhaseRun): Promise<LoadcellError | undefined> {
  const { target, journal, signal } = run;
  // Aborted by everything that ends the run, and by what ends only this phase, such as the death of its target.
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
    target.onSurvey?.((values) => writeOrAbort(run.abort, () => run.recorder.survey(values)));
    target.onStartup?.(({ atNs, ...event }) =>
      writeOrAbort(run.abort, () => journal.event(event, atNs)),
    );
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
    // A process that is held until sampling begins is sampled from its first instant.
    await target.launch?.();
    await watch(quietly(interruption(signal, target)));
    // A target that cannot start ends its process before it reports why: its exit alone would hide the reason.
    await Promise.race([target.start(signal), interruption(signal)]);
    const interrupted = quietly(interruption(signal, target));
    const described = describeTarget(run);
    isDescribed = true;
    await watch(interrupted);
    // Waits for at most two scrapes, whatever the server does.
    scraper = await startCounters(run);
    working = work(run, untilEnd, scraper);
    await Promise.race([working, interrupted]);
    await scraper?.edge();
    describeChanges(run, described);
  } catch (error) {
    ending.abort(error);
    if (error instanceof TargetDiedError) outcome.noteKills(memory?.killsAt(error.exit) ?? []);
    await outcome.attempt(() => {
      // At the memory limit the native thread kills the target, and its death is detected first.
      throw memory?.look() ?? error;
    });
  } finally {
    await outcome.attempt(() => scraper?.stop());
    await outcome.attempt(() => memory?.stop());
    // Sampling has ended, and the server still runs unless it died.
    if (isDescribed && !signal.aborted && outcome.failure?.code !== 'TARGET_DIED') {
      await outcome.attempt(() => noteSettings(run, 'after'));
    }
    await outcome.attempt(() => endTarget(run, outcome.failure?.code !== 'TARGET_DIED'));
    // Its calls reject now that the target is gone; the reason is already noted.
    await working?.catch(() => {});
    // A timeout or a limit may have been reached during cleanup.
    if (signal.aborted) outcome.note(signal.reason);
    await outcome.attempt(() => journal.event({ kind: 'phase-ended' }));
  }
  return outcome.conclude();
}
