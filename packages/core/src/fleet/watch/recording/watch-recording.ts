import { MemoryWatch } from '../../../collector/memory-watch.ts';
import { RECORDING_PHASE } from '../../../record/recording-files.ts';
import { deathError, memoryLimitError } from '../../../runner/run-errors.ts';
import { startScraper } from '../../../scrape/scraper/start-scraper.ts';
import type { ServerScraper } from '../../../scrape/scraper/server-scraper.ts';
import { ResourceError, type LoadcellError } from '../../../spec/error/errors.ts';
import { nowNs } from '../../../stream/clock.ts';
import type { PhaseEvent } from '../../../stream/events/phase-event.ts';
import type { EventOf, RunEvent } from '../../../stream/events/run-event.ts';
import type { RunRecorder } from '../../../stream/files/run-recorder.ts';
import { TargetDiedError } from '../../../target/errors.ts';
import type { TargetExit } from '../../../target/target.ts';
import type { LiveTarget } from '../target/live-target.ts';
import type { WatchControl, WatchedRun, WatchOutcome } from '../watcher.ts';
import { CountsTimer } from './counts-timer.ts';
import type { WatchOptions } from '../watch-options.ts';
import { samplingOf } from './sampling-of.ts';
import { reasonOf, type WatchEnd } from './watch-end.ts';

const phase = RECORDING_PHASE;

/** What a recording is made of. */
export interface WatchParts {
  readonly target: LiveTarget;
  readonly options: WatchOptions;
  readonly run: WatchedRun;
  readonly recorder: RunRecorder;
}

/** Records one run of a watched target into its directory. */
export class WatchRecording implements WatchControl {
  readonly #target: LiveTarget;
  readonly #options: WatchOptions;
  readonly #run: WatchedRun;
  readonly #recorder: RunRecorder;
  readonly #beganNs = nowNs();
  readonly #epochMs = Date.now();
  readonly #memory: MemoryWatch;
  #scraper: ServerScraper | undefined;
  #edges: Promise<void> = Promise.resolve();
  #limit: ResourceError | undefined;
  #isSampling = false;
  #failure: { readonly error: unknown } | undefined;
  #end: (end: WatchEnd) => void = () => {};
  readonly #ended: Promise<WatchEnd>;

  /**
   * @param recorder of the directory of the run, which its maker closes
   * @throws {SamplingError} when the target cannot be sampled
   */
  constructor({ target, options, run, recorder }: WatchParts) {
    this.#target = target;
    this.#options = options;
    this.#run = run;
    this.#recorder = recorder;
    this.#ended = new Promise((resolve) => {
      this.#end = resolve;
    });
    this.#memory = new MemoryWatch({
      pid: target.pid,
      cgroupFolder: target.cgroup?.folder,
      managed: false,
      sampling: samplingOf(options),
      limitBytes: options.maxMemoryBytes,
      recorder: this.#recorder,
      onEvent: this.#note,
      limitError: memoryLimitError,
      abort: this.#guard,
    });
  }

  event(event: RunEvent): void {
    this.#write(() => this.#recorder.event(event));
  }

  edge(): Promise<void> {
    this.#edges = this.#edges.then(() => this.#readEdge());
    return this.#edges;
  }

  /**
   * Records until the end.
   * @throws {LoadcellError} when sampling cannot begin, or recorded data cannot be written
   */
  async record(): Promise<WatchOutcome> {
    const { finished, signal } = this.#run;
    const finish = (): void => this.#end({ kind: 'finished' });
    const abort = (): void => this.#end({ kind: 'aborted', reason: signal.reason });
    finished.addEventListener('abort', finish, { once: true });
    signal.addEventListener('abort', abort, { once: true });
    try {
      return await this.#recordUntilEnd();
    } finally {
      finished.removeEventListener('abort', finish);
      signal.removeEventListener('abort', abort);
      await this.#attempt(() => this.#stopSampling());
    }
  }

  async #recordUntilEnd(): Promise<WatchOutcome> {
    this.#begin();
    await this.#memory.start();
    this.#isSampling = true;
    const counts = new CountsTimer(() => this.#memory.figures(), this.#run.onCounts);
    let end: WatchEnd;
    let death: LoadcellError | undefined;
    try {
      await this.#startScraper();
      void this.#target.exited.then(
        (exit) => this.#end({ kind: 'died', exit }),
        (error: unknown) => this.#break(error),
      );
      await this.#attempt(async () => this.#run.onSampling?.(this));
      end = await this.#untilEnd();
      if (end.kind === 'died') death = this.#deathOf(end.exit);
      if (death !== undefined && this.#limit === undefined) this.#run.onGuard?.(death);
      await this.#attempt(async () => this.#run.onEnding?.());
    } finally {
      counts.stop();
    }
    return await this.#conclude(end, death);
  }

  #begin(): void {
    const { pid, remarks } = this.#target;
    const atNs = this.#beganNs;
    this.#recorder.event({ kind: 'run-began', atNs, epochMs: this.#epochMs });
    this.#note({ kind: 'phase-began' }, atNs);
    this.#note({ kind: 'recording-began', pid, command: null }, atNs);
    this.#note({ kind: 'target-started', pid }, atNs);
    for (const reason of remarks) this.#note({ kind: 'not-sampled', reason });
  }

  async #startScraper(): Promise<void> {
    const { metricsUrls } = this.#options;
    if (metricsUrls.length === 0) return;
    const endpoints = metricsUrls.map((url) => ({
      url,
      isBase: false,
      headers: {},
      caCertificates: [],
    }));
    this.#scraper = await startScraper(endpoints, {
      onValues: (values) => this.#write(() => this.#recorder.survey(values)),
      onEvent: (event) => this.#write(() => this.#note(event)),
    });
  }

  #untilEnd(): Promise<WatchEnd> {
    const { finished, signal } = this.#run;
    // Either may have been aborted before it was listened to.
    if (signal.aborted) this.#end({ kind: 'aborted', reason: signal.reason });
    if (finished.aborted) this.#end({ kind: 'finished' });
    return this.#ended;
  }

  async #conclude(end: WatchEnd, death: LoadcellError | undefined): Promise<WatchOutcome> {
    if (end.kind === 'finished' || end.kind === 'aborted') void this.edge();
    await this.#edges;
    await this.#attempt(() => this.#stopSampling());
    // A limit that was crossed in the last moment is found when sampling stops.
    const error = this.#limit ?? death ?? reasonOf(end);
    if (error !== undefined) this.#note({ kind: 'phase-failed', error });
    this.#note({ kind: 'phase-ended' });
    // A recording is only marked complete once its rows are on disk.
    await this.#attempt(() => this.#recorder.closeRows());
    this.#recorder.event({ kind: 'run-ended', atNs: nowNs(), ...this.#statusAt(end) });
    if (this.#failure !== undefined) throw this.#failure.error;
    return error === undefined ? {} : { error };
  }

  #statusAt(end: WatchEnd): Pick<EventOf<'run-ended'>, 'status' | 'error'> {
    if (this.#failure !== undefined) {
      const { error } = this.#failure;
      return { status: 'failed', ...(error instanceof Error ? { error } : {}) };
    }
    const isCut = end.kind === 'aborted' && this.#limit === undefined;
    return { status: isCut ? 'interrupted' : 'complete' };
  }

  async #stopSampling(): Promise<void> {
    if (!this.#isSampling) return;
    this.#isSampling = false;
    await this.#scraper?.stop();
    await this.#memory.stop();
  }

  #deathOf(exit: TargetExit): LoadcellError {
    const kills = this.#memory.killsAt(exit);
    const clockEpochMs = this.#epochMs - this.#beganNs / 1e6;
    const died = new TargetDiedError(exit);
    return deathError(phase, died, this.#beganNs, clockEpochMs, kills, 'the recording');
  }

  /** The memory limit was crossed, or samples cannot be written. */
  #guard = (reason: unknown): void => {
    if (!(reason instanceof ResourceError)) {
      this.#break(reason);
      return;
    }
    this.#limit = reason;
    this.#run.onGuard?.(reason);
  };

  async #readEdge(): Promise<void> {
    if (!this.#isSampling) return;
    await this.#attempt(() => Promise.all([this.#scraper?.edge(), this.#memory.readEdge()]));
  }

  #note = (event: PhaseEvent, atNs: number = nowNs()): void => {
    this.#recorder.event({ ...event, atNs, phase });
  };

  /** Values arrive from timers and the bus, which have no caller to throw to. */
  #write(write: () => void): void {
    try {
      write();
    } catch (error) {
      this.#break(error);
    }
  }

  async #attempt(act: () => Promise<unknown>): Promise<void> {
    try {
      await act();
    } catch (error) {
      this.#break(error);
    }
  }

  /** The first failure is the error of the recording, whatever ended it. */
  #break(error: unknown): void {
    this.#failure ??= { error };
    this.#end({ kind: 'broken', error });
  }
}
