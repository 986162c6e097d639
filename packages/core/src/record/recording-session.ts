import { setImmediate as nextTurn } from 'node:timers/promises';
import { maskCommandLine } from '../spec/redaction/mask-command-line.ts';
import { nowNs } from '../stream/clock.ts';
import { LongTimer } from '../stream/long-timer.ts';
import { concludeRecording, type RecordedParts } from './conclude-recording.ts';
import type { LeftProcess } from './process-tree.ts';
import { RECORDING_PHASE } from './recording-files.ts';
import type { Recording, RecordingEnd } from './recording.ts';
import type { SubjectEnd } from './subject.ts';

const phase = RECORDING_PHASE;

/** Five times a second: enough for the user. */
const STATUS_PERIOD_MS = 200;

/** Status of a recording. */
export interface RecordingStatus {
  /** Current RSS of all processes. */
  readonly rssBytes: number;
  readonly peakRssBytes: number;
  /** Live processes. */
  readonly processes: number;
  /** CPU time of all processes per elapsed time since the last status; 1 is a whole core. */
  readonly cpuUtilization: number;
}

/** Control of a recorded command. */
export interface CommandControl {
  /**
   * Sends a signal to it. A signal that asks it to end also ends the recording, and then whatever the command left
   * behind.
   * @param signal its name
   */
  passOn(signal: NodeJS.Signals): void;
  /** Kills the command and all its descendants immediately. */
  kill(): void;
}

/** Signals that request an end. */
const ENDING: ReadonlySet<NodeJS.Signals> = new Set(['SIGHUP', 'SIGINT', 'SIGQUIT', 'SIGTERM']);

/** Parts and options of a {@link RecordingSession}. */
export interface SessionOptions extends RecordedParts {
  readonly durationMs: number | undefined;
  readonly signal: AbortSignal | undefined;
  readonly onStatus: ((status: RecordingStatus) => void) | undefined;
  readonly onNote: ((line: string) => void) | undefined;
}

/** One recording, from its first sample to its files. */
export class RecordingSession implements CommandControl {
  readonly #options: SessionOptions;
  #isToEnd = false;
  #hasGoneOn = false;
  #lastCpuNs = Number.NaN;
  #lastLookNs = Number.NaN;
  #left: readonly LeftProcess[] = [];

  constructor(options: SessionOptions) {
    this.#options = options;
  }

  passOn(signal: NodeJS.Signals): void {
    if (ENDING.has(signal)) this.#isToEnd = true;
    this.#options.subject.passOn(signal);
  }

  kill(): void {
    this.#options.subject.kill();
  }

  /** Records until the end; leaves nothing of Loadcell running, whatever happens. */
  async run(): Promise<Recording> {
    const { subject, streams } = this.#options;
    const beganNs = nowNs();
    streams.event({ kind: 'run-began', atNs: beganNs, epochMs: Date.now() });
    streams.event({ kind: 'phase-began', atNs: beganNs, phase });
    const { pid, command } = subject;
    streams.event({
      kind: 'recording-began',
      atNs: beganNs,
      phase,
      pid,
      command: command === null ? null : maskCommandLine(command),
    });
    if (command !== null) streams.event({ kind: 'target-started', atNs: beganNs, phase, pid });
    try {
      const end = await this.#sample();
      const exit = await this.#exitOf(end);
      return await concludeRecording(this.#options, {
        end,
        exit,
        left: this.#left,
        isInterrupted: end.kind === 'interrupted' || this.#isToEnd,
      });
    } finally {
      await streams.close();
    }
  }

  async #sample(): Promise<RecordingEnd> {
    const { subject, sampler, gpu, streams, signal } = this.#options;
    let end: RecordingEnd | undefined;
    try {
      sampler.start();
      await this.#firstSample();
      // Only the first sample delays the command.
      if (signal?.aborted !== true) {
        this.#hasGoneOn = true;
        subject.goOn();
      }
      gpu.start();
      for (const reason of sampler.missing()) {
        streams.event({ kind: 'not-sampled', atNs: nowNs(), phase, reason });
      }
      end = await this.#untilEnd();
      return end;
    } finally {
      // Even after an unexpected failure, a started command is not left behind.
      if (!this.#hasGoneOn) subject.kill();
      const isLeft = end?.kind === 'exited' && !this.#isToEnd;
      this.#left = isLeft ? subject.members() : await subject.end(() => sampler.processes());
      gpu.stop();
      sampler.stop();
    }
  }

  /** Waits for the sampling thread, which may not have run yet on a busy machine. */
  async #firstSample(): Promise<void> {
    while (this.#options.sampler.summary().quality.tickCount === 0) await nextTurn();
  }

  async #untilEnd(): Promise<RecordingEnd> {
    const { subject, streams, durationMs, signal, onNote } = this.#options;
    if (signal?.aborted === true) return { kind: 'interrupted' };
    let duration: LongTimer | undefined;
    let onAbort: (() => void) | undefined;
    // Also what keeps this process alive meanwhile.
    const status = setInterval(() => this.#reportStatus(), STATUS_PERIOD_MS);
    try {
      return await new Promise<RecordingEnd>((resolve) => {
        streams.onFailure((error) => {
          onNote?.(error.message);
          // A command runs to its end: a write failure of the recording is no reason to cut it short.
          if (subject.command === null) resolve({ kind: 'unwritable' });
        });
        onAbort = () => resolve({ kind: 'interrupted' });
        signal?.addEventListener('abort', onAbort, { once: true });
        if (durationMs !== undefined) {
          duration = new LongTimer(() => resolve({ kind: 'duration' }), durationMs);
        }
        void subject.ended.then(({ exitCode, signal: by }) =>
          resolve({ kind: 'exited', exitCode, signal: by }),
        );
      });
    } finally {
      clearInterval(status);
      duration?.stop();
      if (onAbort !== undefined) signal?.removeEventListener('abort', onAbort);
    }
  }

  #reportStatus(): void {
    const { sampler, onStatus } = this.#options;
    if (onStatus === undefined) return;
    const { rssBytes, cpuNs, lastAtNs, live } = sampler.figures();
    onStatus({
      rssBytes: rssBytes.last,
      peakRssBytes: rssBytes.peak,
      processes: live,
      cpuUtilization: (cpuNs - this.#lastCpuNs) / (lastAtNs - this.#lastLookNs),
    });
    this.#lastCpuNs = cpuNs;
    this.#lastLookNs = lastAtNs;
  }

  /** When the subject ended, as exactly as known; undefined if it has not. */
  async #exitOf(end: RecordingEnd): Promise<SubjectEnd | undefined> {
    const { subject } = this.#options;
    const isLeft = this.#left.some(({ pid }) => pid === subject.pid);
    if (end.kind !== 'exited' && (subject.command === null || isLeft)) return undefined;
    const exit = await subject.ended;
    const seen = this.#options.sampler.processes().find(({ pid }) => pid === subject.pid);
    // The sampler sees the end earlier than a timer does, and the parent sometimes earlier than the sampler.
    const seenAtNs = seen?.exitedAtNs ?? Number.NaN;
    return seenAtNs < exit.atNs ? { ...exit, atNs: seenAtNs } : exit;
  }
}
