import { isSystemError } from '../spec/error/system-error.ts';
import { LoadcellError } from '../spec/error/errors.ts';
import type { RunEvent } from '../stream/events/run-event.ts';
import type { RunRecorder } from '../stream/files/run-recorder.ts';

/** The part of a {@link RunRecorder} that a recording writes to. */
export type StreamWriter = Pick<RunRecorder, 'samples' | 'survey' | 'event' | 'close'>;

/**
 * The streams of a recording. A write failure is reported once and ends nothing: the recorded command continues, and so
 * do the native thread's values.
 */
export class RecordingStreams {
  readonly #writer: StreamWriter;
  readonly #runDir: string;
  readonly #onEvent: (event: RunEvent) => void;
  #reportFailure: (error: LoadcellError) => void = () => {};
  #failure: LoadcellError | undefined;
  #closed = false;

  constructor(writer: StreamWriter, runDir: string, onEvent: (event: RunEvent) => void = () => {}) {
    this.#writer = writer;
    this.#runDir = runDir;
    this.#onEvent = onEvent;
  }

  /** Calls the listener on a failure: immediately when there was one already. */
  onFailure(listener: (error: LoadcellError) => void): void {
    this.#reportFailure = listener;
    if (this.#failure !== undefined) listener(this.#failure);
  }

  /** Why a part was not written; undefined if everything was. */
  get failure(): LoadcellError | undefined {
    return this.#failure;
  }

  samples: StreamWriter['samples'] = (batch) => this.#attempt(() => this.#writer.samples(batch));

  survey: StreamWriter['survey'] = (values) => this.#attempt(() => this.#writer.survey(values));

  /** Writes the event, and passes it on in any case. */
  event(event: RunEvent): void {
    this.#attempt(() => this.#writer.event(event));
    this.#onEvent(event);
  }

  /** Ends the streams, with everything writable on disk; idempotent. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.keep(() => this.#writer.close());
  }

  /** Writes a file next to the streams. */
  async keep(write: () => Promise<void>): Promise<void> {
    try {
      await write();
    } catch (error) {
      this.#note(error);
    }
  }

  #attempt(write: () => void): void {
    // Writes nothing after the first failure: otherwise a gap would be invisible.
    if (this.#failure !== undefined) return;
    try {
      write();
    } catch (error) {
      this.#note(error);
    }
  }

  #note(error: unknown): void {
    // Only a system error on a file is expected; any other is a bug in Loadcell.
    if (!isSystemError(error)) throw error;
    if (this.#failure !== undefined) return;
    // RunRecorder words the failure for a run; for a recording it means something else.
    const { message } = error.cause instanceof Error ? error.cause : error;
    this.#failure = new LoadcellError(
      'RECORDING',
      `cannot write all of the recording to ${this.#runDir}: ${message}. ` +
        'Earlier data is readable; the summary covers the whole recording',
      { help: 'free disk space there, or pass another --output-dir', cause: error },
    );
    this.#reportFailure(this.#failure);
  }
}
