import { ConfigError, LoadcellError } from '../../spec/error/errors.ts';
import { requireNative } from '../../collector/process-sampler.ts';
import { writeRecordingPlan } from '../../record/recording-files.ts';
import { RunRecorder } from '../../stream/files/run-recorder.ts';
import { samplingOf } from './recording/sampling-of.ts';
import { WatchRecording } from './recording/watch-recording.ts';
import { findTarget, type TargetSearch } from './target/find-target.ts';
import { attachTarget, type LiveTarget } from './target/live-target.ts';
import type { WatchOptions, WatchTarget } from './watch-options.ts';
import type { Watcher, WatchedRun, WatchOutcome } from './watcher.ts';

/** Period of looking for a target that is absent, ms. */
const LOOK_MS = 1000;

/** Which news of the target are reported, one line each. */
type OnNote = (line: string) => void;

/**
 * Begins to watch a target, which may still be absent unless a PID names it.
 * @param onNote called with each change of the target, between runs as well
 * @throws {ConfigError} when no process has the PID, or unrelated processes listen on the port
 * @throws {NativeUnavailableError} when the native sampler cannot be loaded
 */
export async function openWatcher(
  options: WatchOptions,
  onNote: OnNote = () => {},
): Promise<Watcher> {
  requireNative();
  // A wrong rate is refused before anything is watched.
  samplingOf(options);
  const watcher = new TargetWatcher(options, onNote);
  await watcher.open();
  return watcher;
}

/** The target in words. */
function describeSubject(target: WatchTarget): string {
  switch (target.kind) {
    case 'pid':
      return `process ${target.pid}`;
    case 'port':
      return `the server on port ${target.port}`;
    case 'cgroup':
      return `cgroup ${target.path}`;
  }
}

class TargetWatcher implements Watcher {
  readonly subject: string;
  readonly #options: WatchOptions;
  readonly #onNote: OnNote;
  #live: LiveTarget | undefined;
  #reason = 'not looked for yet';
  #timer: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(options: WatchOptions, onNote: OnNote) {
    this.#options = options;
    this.#onNote = onNote;
    this.subject = describeSubject(options.target);
  }

  get unable(): string | undefined {
    return this.#live === undefined ? this.#reason : undefined;
  }

  async open(): Promise<void> {
    const search = await this.#search();
    if ('found' in search || this.#live !== undefined) return;
    const { reason, help, isFinal } = search;
    if (isFinal) throw new ConfigError(reason, { help });
    this.#onNote(`Waiting for ${this.subject}: ${reason}.`);
    this.#lookAgain();
  }

  async watch(run: WatchedRun): Promise<WatchOutcome> {
    const target = this.#live;
    if (target === undefined) {
      throw new LoadcellError('TARGET_NO_SUCH_PROCESS', this.#reason, {
        help: `start ${this.subject} before the run`,
      });
    }
    const { runDir, machine, bootId, runId } = run;
    const { maxMemoryBytes } = this.#options;
    await writeRecordingPlan(runDir, {
      outputDir: runDir,
      hz: samplingOf(this.#options).hz,
      pid: target.pid,
      command: null,
      subject: describeLive(this.#options.target, target),
      ...(maxMemoryBytes === undefined ? {} : { maxMemoryBytes }),
      worker: { machine, bootId, roles: ['watch'], runId },
    });
    const recorder = new RunRecorder(runDir);
    try {
      return await new WatchRecording({ target, options: this.#options, run, recorder }).record();
    } finally {
      await recorder.close();
    }
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    this.#live?.release();
  }

  async #search(): Promise<TargetSearch> {
    const { target, procRoot } = this.#options;
    const search = await findTarget(target, procRoot);
    if (!('found' in search)) {
      this.#reason = search.reason;
      return search;
    }
    const live = await attachTarget(search.found, procRoot);
    if (this.#isClosed) live.release();
    else this.#follow(live);
    return search;
  }

  #follow(live: LiveTarget): void {
    this.#live = live;
    this.#onNote(`Watching ${describeLive(this.#options.target, live)}.`);
    void live.exited.then(
      () => this.#lose(`${this.subject} has exited`),
      (error: unknown) => this.#lose(describeReason(error)),
    );
  }

  #lose(reason: string): void {
    this.#live = undefined;
    this.#reason = reason;
    if (this.#isClosed) return;
    const isFinal = this.#options.target.kind === 'pid';
    this.#onNote(
      isFinal
        ? `${capitalized(reason)}. Restart the agent with --pid and the new process.`
        : `${capitalized(reason)}. Waiting for it again.`,
    );
    if (!isFinal) this.#lookAgain();
  }

  #lookAgain(): void {
    this.#timer = setTimeout(() => void this.#look(), LOOK_MS).unref();
  }

  async #look(): Promise<void> {
    try {
      await this.#search();
    } catch (error) {
      // A process may end between its discovery and now; the next look is as good as this one.
      this.#reason = describeReason(error);
    }
    if (this.#live === undefined && !this.#isClosed) this.#lookAgain();
  }
}

function describeLive(target: WatchTarget, { pid, cgroup }: LiveTarget): string {
  switch (target.kind) {
    case 'pid':
      return `process ${pid}`;
    case 'port':
      return `process ${pid}, which listens on port ${target.port}`;
    case 'cgroup':
      return `cgroup ${target.path} (version ${cgroup?.version ?? 'unknown'}), from process ${pid}`;
  }
}

function describeReason(error: unknown): string {
  if (error instanceof LoadcellError) return error.summary;
  return error instanceof Error ? error.message : String(error);
}

function capitalized(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
