import { setMaxListeners } from 'node:events';
import { join } from 'node:path';
import type { PageCacheDrop } from '../collector/page-cache/drop-from-page-cache.ts';
import { requireNative } from '../collector/process-sampler.ts';
import { ATTACHED_REASON, canSwitchModels } from '../config/check-target.ts';
import type { RunConfig } from '../config/parse-config.ts';
import { LoadcellError } from '../spec/error/errors.ts';
import type { TestRunnerContract } from '../spec/contract/test-runner.ts';
import { nowNs } from '../stream/clock.ts';
import { LongTimer } from '../stream/long-timer.ts';
import type { PhaseName } from '../spec/contract/test-config.ts';
import { createRunDirectory, serverOutputFile } from '../stream/files/run-directory.ts';
import type { RunEvent } from '../stream/events/run-event.ts';
import { RunRecorder } from '../stream/files/run-recorder.ts';
import type { StreamObserver } from '../stream/stream-observer.ts';
import { concludeDirectory, type RunConclusion } from './conclude-directory.ts';
import { createTargetFactory } from './create-target.ts';
import type { TargetFactory } from './target-factory.ts';
import { examineRun, type ExaminedRun } from './examine-run.ts';
import { createPhaseJournal, createRequestCounter } from './phase-journal.ts';
import { InterruptedError, timeoutError } from './run-errors.ts';
import { completeRunFile, writeRunFile } from './run-file.ts';
import { failsEveryRequest, failsToStart } from './fails-every-request.ts';
import { runPhase } from './run-phase.ts';
import { createNonce } from '../workload/nonce.ts';
import { settle, type Settled } from './settle.ts';
import type { WaitState } from '../target/server/waiting/wait-for-server.ts';
import type { Target, TargetDescription } from '../target/target.ts';
import type { LoadFiles } from '../workload/load-files.ts';
import { refuseOverLimit } from './plan/plan-run.ts';
import { readRunFiles } from './plan/read-run-files.ts';
import { TokenLimit } from './plan/token-limit.ts';
import { writeConclusion } from './write-conclusion.ts';

/** Who watches a run, and who may stop it. */
export interface TestRunnerOptions {
  /** Interrupts the run: what was measured is concluded and kept. */
  readonly signal?: AbortSignal;
  /** Called after each attempt to reach a server that `target.wait` waits for. */
  readonly onWait?: (state: WaitState) => void;
  /** Called once with what is measured, before the first phase. */
  readonly onTarget?: (target: TargetDescription) => void;
  /** Called with each event, after it was written. */
  readonly onEvent?: (event: RunEvent) => void;
  /** Called with a line for people when a phase takes its next step. */
  readonly onStep?: (phase: PhaseName, line: string) => void;
  /** Looks on at all that is recorded, while it is; such as a `LiveAggregate`. */
  readonly observer?: StreamObserver;
  /** Makes the targets, in place of those that the configuration describes: for hosts of your own, and for tests. */
  readonly createTargets?: () => Promise<TargetFactory>;
}

/** Runs the phases of a configuration, one after the other, and judges what they measured. */
export class TestRunner implements TestRunnerContract {
  readonly #config: RunConfig;
  readonly #options: TestRunnerOptions;
  readonly #abort = new AbortController();
  readonly #nonce: string;
  #phase: PhaseName | 'set-up' = 'set-up';
  #running: Promise<RunConclusion> | undefined;
  #isTargetTold = false;

  constructor(config: RunConfig, options: TestRunnerOptions = {}) {
    this.#config = config;
    this.#options = options;
    this.#nonce = config.nonce ?? createNonce();
    // Every request under way listens to it, and an open loop has any number of them.
    setMaxListeners(0, this.#abort.signal);
  }

  /**
   * Runs every phase that was asked for, on a target of its own each.
   * @returns results and report, also when phases failed
   * @throws {ConfigError} before anything is measured, when the output directory cannot be used, or a file of the load
   * cannot be read or does not hold what it should, or the plan exceeds the limit on tokens
   * @throws {NativeUnavailableError} before anything is measured, when the native part cannot be loaded
   * @throws {LoadcellError} when it is called a second time
   */
  runTests(): Promise<RunConclusion> {
    if (this.#running !== undefined) {
      throw new LoadcellError('STATE', 'This runner has run already: make a new TestRunner.');
    }
    this.#running = this.#run();
    return this.#running;
  }

  /** Interrupts a run that is under way and waits until everything is released; idempotent. */
  async cleanup(): Promise<void> {
    this.#interrupt();
    // What the run fails with is for the caller of runTests().
    await this.#running?.catch(() => {});
  }

  /** What is measured is known before the phases, or once the first of them has started it. */
  #tellTarget(target: TargetDescription): void {
    if (!this.#isTargetTold) this.#options.onTarget?.(target);
    this.#isTargetTold = true;
  }

  #follow = (event: RunEvent): void => {
    this.#options.onEvent?.(event);
    if (event.kind === 'target-described') this.#tellTarget({ ...event, kind: event.target });
  };

  #interrupt = (): void => {
    this.#abort.abort(new InterruptedError());
  };

  async #run(): Promise<RunConclusion> {
    const { signal, createTargets } = this.#options;
    let runDir = '';
    requireNative();
    const files = await readRunFiles(this.#config);
    refuseOverLimit(this.#config, files);
    if (signal?.aborted === true) this.#interrupt();
    signal?.addEventListener('abort', this.#interrupt, { once: true });
    const timer = this.#startTimeout();
    try {
      const makeTarget = await (createTargets?.() ??
        createTargetFactory(this.#config.target, this.#nonce));
      // What was typed wrong is reported before there is a run that the latest one would be.
      const { description } = makeTarget();
      const examined = createTargets === undefined ? await this.#examine(makeTarget) : {};
      const models = examined.description?.models ?? description.models;
      const { pid } = examined;
      runDir = await this.#makeDirectory({
        ...description,
        models,
        ...(pid === undefined ? {} : { pid }),
      });
      if (examined.description !== undefined) this.#tellTarget(examined.description);
      const recorder = new RunRecorder(runDir, this.#follow, this.#options.observer);
      const outputOf = (phase: PhaseName): string => join(runDir, serverOutputFile(phase));
      const run = {
        makeTarget: (phase: PhaseName) => makeTarget(models, outputOf(phase)),
        // What a server lists that is not started yet is not known.
        modelCount: models.length === 0 ? Infinity : models.length,
        files,
        ...(examined.pageCache === undefined ? {} : { pageCache: examined.pageCache }),
      };
      await this.#record(recorder, run, examined.failure);
    } finally {
      timer?.stop();
      signal?.removeEventListener('abort', this.#interrupt);
    }
    const conclusion = await concludeDirectory(runDir);
    await completeRunFile(runDir, conclusion.results);
    await writeConclusion(conclusion);
    return conclusion;
  }

  async #examine(makeTarget: TargetFactory): Promise<ExaminedRun> {
    const { onWait } = this.#options;
    const watch = { signal: this.#abort.signal, onState: onWait };
    return await examineRun(this.#config.target, this.#nonce, makeTarget, watch);
  }

  async #makeDirectory(target: TargetDescription & { readonly pid?: number }): Promise<string> {
    const { outputDir } = this.#config.test;
    const runDir = await createRunDirectory(outputDir, this.#config.name, new Date());
    await writeRunFile(runDir, this.#config, this.#nonce, target);
    return runDir;
  }

  /**
   * Runs the phases; the streams are ended whatever happens, and what happened first is what is thrown.
   * @param failure why no phase can run; the run then says so
   */
  async #record(
    recorder: RunRecorder,
    phases: PhasesToRun,
    failure?: LoadcellError,
  ): Promise<void> {
    const epochMs = Date.now();
    const beganNs = nowNs();
    const run = async (): Promise<void> => {
      recorder.event({ kind: 'run-began', atNs: beganNs, epochMs });
      if (failure === undefined) await this.#runPhases(recorder, phases, epochMs - beganNs / 1e6);
    };
    const ran = await settle(run());
    // That a run is complete is said only once its rows are on the disk.
    const written = await settle(recorder.closeRows());
    const unable: Settled = failure === undefined ? { ok: true } : { ok: false, error: failure };
    const failed = [ran, written, unable].find(({ ok }) => !ok);
    const close = async (): Promise<void> => {
      try {
        recorder.event(this.#endOf(failed));
      } finally {
        await recorder.close();
      }
    };
    const closed = await settle(close());
    for (const step of [ran, written, closed]) if (!step.ok) throw step.error;
  }

  #endOf(failed: Settled | undefined): RunEvent {
    const end = { kind: 'run-ended', atNs: nowNs() } as const;
    if (failed === undefined || failed.ok) return { ...end, status: this.#statusAtEnd() };
    const { error } = failed;
    return { ...end, status: 'failed', ...(error instanceof Error ? { error } : {}) };
  }

  #statusAtEnd(): 'complete' | 'interrupted' | 'failed' {
    const { aborted, reason } = this.#abort.signal;
    if (!aborted) return 'complete';
    return reason instanceof InterruptedError ? 'interrupted' : 'failed';
  }

  #startTimeout(): LongTimer | undefined {
    const { timeout } = this.#config.test;
    if (timeout === undefined) return undefined;
    const beganNs = nowNs();
    const expire = (): void => {
      const elapsedMs = (nowNs() - beganNs) / 1e6;
      this.#abort.abort(timeoutError(this.#phase, timeout, elapsedMs));
    };
    return new LongTimer(expire, timeout);
  }

  async #runPhases(
    recorder: RunRecorder,
    { makeTarget, modelCount, files, ...rest }: PhasesToRun,
    clockEpochMs: number,
  ): Promise<void> {
    // Only the first start is cold: it brings the files back.
    let { pageCache } = rest;
    const counter = createRequestCounter();
    const { maxTokens } = this.#config;
    const tokens = maxTokens === undefined ? {} : { tokens: new TokenLimit(maxTokens) };
    let hasSucceeded = false;
    let hopeless: string | undefined;
    for (const { name } of this.#config.phases) {
      const skip = hopeless ?? this.#reasonToSkip(name, modelCount);
      if (skip !== undefined) {
        recorder.event({ kind: 'phase-skipped', atNs: nowNs(), phase: name, reason: skip });
        continue;
      }
      this.#phase = name;
      const onStep = (line: string): void => this.#options.onStep?.(name, line);
      const failure = await runPhase({
        name,
        config: this.#config,
        nonce: this.#nonce,
        target: makeTarget(name),
        files,
        ...tokens,
        recorder,
        journal: createPhaseJournal(name, recorder, counter, onStep),
        ...(pageCache === undefined ? {} : { pageCache }),
        clockEpochMs,
        signal: this.#abort.signal,
        abort: (reason) => this.#abort.abort(reason),
      });
      pageCache = undefined;
      hasSucceeded ||= failure === undefined;
      // A server that failed after another phase succeeded may serve the next one again.
      if (!hasSucceeded) hopeless = whyHopeless(name, failure);
    }
  }

  #reasonToSkip(name: PhaseName, modelCount: number): string | undefined {
    if (this.#abort.signal.aborted) return 'the run ended before it';
    if (name === 'cross-model' && !canSwitchModels(this.#config.target)) return ATTACHED_REASON;
    if (name === 'cross-model' && modelCount < 2) {
      return 'only one model is configured; give a second one with --model';
    }
    return undefined;
  }
}

/** Why no later phase can succeed after the failure of an earlier one; undefined where one may. */
function whyHopeless(phase: PhaseName, failure: LoadcellError | undefined): string | undefined {
  if (failsEveryRequest(failure)) return `no request of phase ${phase} succeeded`;
  return failsToStart(failure) ? `the server did not start in phase ${phase}` : undefined;
}

/** What phases run with. */
interface PhasesToRun {
  readonly makeTarget: (phase: PhaseName) => Target;
  readonly modelCount: number;
  readonly files: LoadFiles;
  readonly pageCache?: PageCacheDrop;
}
