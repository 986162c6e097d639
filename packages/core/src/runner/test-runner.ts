import { setMaxListeners } from 'node:events';
import { join } from 'node:path';
import { requireNativeFor } from './require-native-for.ts';
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
import { concludeDirectory, type RunConclusion } from '../report/results/conclude-directory.ts';
import { createTargetFactory } from '../config/target/create-target.ts';
import type { TargetFactory } from '../config/target/target-factory.ts';
import { examineRun, type ExaminedRun } from './target/examine-run.ts';
import { endOfRun } from './run-end.ts';
import { InterruptedError, timeoutError } from './run-errors.ts';
import { completeRunFile, writeRunFile } from './write-run-file.ts';
import { runPhases, type PhasesToRun, type RunOfPhases } from './run-phases.ts';
import { createNonce } from '../workload/nonce.ts';
import { settle, type Settled } from './settle.ts';
import { accompany, type RunCompanion } from './run-companion.ts';
import type { WaitState } from '../target/server/waiting/wait-for-server.ts';
import type { TargetDescription } from '../target/target.ts';
import { readConnectionLimits, refuseShortage } from './plan/connection-shortage.ts';
import { mixedModels } from './plan/mixed-models.ts';
import type { LoadFiles } from '../workload/load-files.ts';
import { refuseOverLimit } from './plan/plan-run.ts';
import { readRunFiles } from './plan/read-run-files.ts';
import type { StageSync } from '../phase/stage/sync/stage-sync.ts';
import { localSync } from './worker/local-sync-of.ts';
import { writeConclusion } from './write-conclusion.ts';

/** Callbacks of a run, and the signal that stops it. */
export interface TestRunnerOptions {
  /** Interrupts the run; partial results are kept. A reason that is a `LoadcellError` is the error of the run. */
  readonly signal?: AbortSignal;
  /** Called after each attempt to reach a server that `target.wait` waits for. */
  readonly onWait?: (state: WaitState) => void;
  /** Called once with the target, before the first phase. */
  readonly onTarget?: (target: TargetDescription) => void;
  /** Called with each event, after it was written. */
  readonly onEvent?: (event: RunEvent) => void;
  /** Called with a line of progress at each step of a phase. */
  readonly onStep?: (phase: PhaseName, line: string) => void;
  /** Observes all data as it is recorded, such as a `LiveAggregate`. */
  readonly observer?: StreamObserver;
  /** Makes the targets, instead of those of the configuration: for custom targets and tests. */
  readonly createTargets?: () => Promise<TargetFactory>;
  /** Connects the stages with those of other workers; a worker alone, or a slice by itself, when absent. */
  readonly sync?: StageSync;
  /** Records events beside the phases. */
  readonly companion?: RunCompanion;
}

/** Runs the phases of a configuration in order and judges the results. */
export class TestRunner implements TestRunnerContract {
  readonly #config: RunConfig;
  readonly #options: TestRunnerOptions;
  readonly #abort = new AbortController();
  readonly #nonce: string;
  #phase: PhaseName | 'set-up' = 'set-up';
  #running: Promise<RunConclusion> | undefined;
  #isTargetReported = false;

  constructor(config: RunConfig, options: TestRunnerOptions = {}) {
    this.#config = config;
    this.#options = options;
    this.#nonce = config.nonce ?? createNonce();
    // Every request in flight listens to it, and an open loop has any number of them.
    setMaxListeners(0, this.#abort.signal);
  }

  /**
   * Runs every requested phase, each on a separate target.
   * @returns results and report, even when phases failed
   * @throws {ConfigError} before anything is measured, when the output directory cannot be used, a file of the load cannot be
   * read or is invalid, the plan exceeds the limit on tokens, or a stage needs more connections than this process can open
   * @throws {NativeUnavailableError} before anything is measured, when the native addon cannot be loaded
   * @throws {LoadcellError} when it is called a second time
   */
  runTests(): Promise<RunConclusion> {
    if (this.#running !== undefined) {
      throw new LoadcellError('STATE', 'this TestRunner has already run', {
        help: 'create a new one',
      });
    }
    this.#running = this.#run();
    return this.#running;
  }

  /** Interrupts a run in progress and waits until everything is released; idempotent. */
  async cleanup(): Promise<void> {
    this.#interrupt();
    // The error of the run belongs to the caller of runTests().
    await this.#running?.catch(() => {});
  }

  /** The target is known before the phases, or once the first of them has started it. */
  #reportTarget(target: TargetDescription): void {
    if (!this.#isTargetReported) this.#options.onTarget?.(target);
    this.#isTargetReported = true;
  }

  #follow = (event: RunEvent): void => {
    this.#options.onEvent?.(event);
    if (event.kind === 'target-described') this.#reportTarget({ ...event, kind: event.target });
  };

  #interrupt = (): void => {
    const reason: unknown = this.#options.signal?.reason;
    this.#abort.abort(reason instanceof LoadcellError ? reason : new InterruptedError());
  };

  async #run(): Promise<RunConclusion> {
    requireNativeFor(this.#config);
    const files = await readRunFiles(this.#config);
    try {
      return await this.#runWith(files);
    } finally {
      files.close();
    }
  }

  async #runWith(files: LoadFiles): Promise<RunConclusion> {
    const { signal, createTargets } = this.#options;
    let runDir = '';
    refuseOverLimit(this.#config, files);
    refuseShortage(this.#config, await readConnectionLimits());
    if (signal?.aborted === true) this.#interrupt();
    signal?.addEventListener('abort', this.#interrupt, { once: true });
    const timer = this.#startTimeout();
    try {
      const makeTarget = await (createTargets?.() ??
        createTargetFactory(this.#config.target, this.#nonce, mixedModels(this.#config)));
      // Mistakes in the configuration are reported before a run directory becomes the latest one.
      const { description } = makeTarget();
      const examined = createTargets === undefined ? await this.#examine(makeTarget) : {};
      const models = examined.description?.models ?? description.models;
      const { pid } = examined;
      runDir = await this.#makeDirectory({
        ...description,
        models,
        ...(pid === undefined ? {} : { pid }),
      });
      if (examined.description !== undefined) this.#reportTarget(examined.description);
      const recorder = new RunRecorder(runDir, this.#follow, this.#options.observer);
      const outputOf = (phase: PhaseName): string => join(runDir, serverOutputFile(phase));
      const run = {
        makeTarget: (phase: PhaseName) => makeTarget(models, outputOf(phase)),
        // The models of a server that has not started are unknown.
        modelCount: models.length === 0 ? Infinity : models.length,
        files,
        ...(examined.pageCache === undefined ? {} : { pageCache: examined.pageCache }),
      };
      await this.#record({ runDir, recorder }, run, examined.failure);
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
    const watch = { signal: this.#abort.signal, onState: this.#options.onWait };
    return await examineRun(this.#config.target, this.#nonce, makeTarget, watch);
  }

  async #makeDirectory(target: TargetDescription & { readonly pid?: number }): Promise<string> {
    const { test, name } = this.#config;
    const runDir = await createRunDirectory(test.outputDir, name, new Date());
    await writeRunFile(runDir, this.#config, this.#nonce, target);
    return runDir;
  }

  /**
   * Runs the phases and closes the streams in any case; the first error is thrown.
   * @param failure why no phase can run, which is recorded
   */
  async #record(
    { runDir, recorder }: { readonly runDir: string; readonly recorder: RunRecorder },
    phases: PhasesToRun,
    failure?: LoadcellError,
  ): Promise<void> {
    const epochMs = Date.now();
    const beganNs = nowNs();
    const run = async (): Promise<void> => {
      recorder.event({ kind: 'run-began', atNs: beganNs, epochMs });
      const abort = (reason: unknown): void => this.#abort.abort(reason);
      await accompany(this.#options.companion, { runDir, recorder, abort }, async () => {
        if (failure !== undefined) return;
        const clockEpochMs = epochMs - beganNs / 1e6;
        await runPhases({ ...this.#runOfPhases(), recorder, clockEpochMs }, phases);
      });
    };
    const ran = await settle(run());
    // A run is only marked complete once its rows are on disk.
    const written = await settle(recorder.closeRows());
    const unable: Settled = failure === undefined ? { ok: true } : { ok: false, error: failure };
    const failed = [ran, written, unable].find(({ ok }) => !ok);
    const close = async (): Promise<void> => {
      try {
        recorder.event(endOfRun(failed, this.#abort.signal));
      } finally {
        await recorder.close();
      }
    };
    const closed = await settle(close());
    for (const step of [ran, written, closed]) if (!step.ok) throw step.error;
  }

  #runOfPhases(): Omit<RunOfPhases, 'recorder' | 'clockEpochMs'> {
    return {
      config: this.#config,
      nonce: this.#nonce,
      sync: this.#options.sync ?? localSync(this.#config),
      controller: this.#abort,
      onPhase: (phase) => {
        this.#phase = phase;
      },
      onStep: (phase, line) => this.#options.onStep?.(phase, line),
    };
  }

  #startTimeout(): LongTimer | undefined {
    const { timeout } = this.#config.test;
    if (timeout === undefined) return undefined;
    const beganNs = nowNs();
    return new LongTimer(() => {
      this.#abort.abort(timeoutError(this.#phase, timeout, (nowNs() - beganNs) / 1e6));
    }, timeout);
  }
}
