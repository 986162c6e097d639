import { isSystemError } from '../spec/error/system-error.ts';
import { LoadcellError } from '../spec/error/errors.ts';
import type { RunEvent } from '../stream/events/run-event.ts';
import type { RunRecorder } from '../stream/files/run-recorder.ts';

/** What of a {@link RunRecorder} a recording writes to. */
export type StreamWriter = Pick<RunRecorder, 'samples' | 'survey' | 'event' | 'close'>;

/**
 * The streams of a recording. A failed write is reported once, and ends nothing: the recorded command
 * goes on, and so do the figures that the native thread keeps.
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

  /** Why a part was not written; undefined when all was. */
  get failure(): LoadcellError | undefined {
    return this.#failure;
  }

  samples: StreamWriter['samples'] = (batch) => this.#attempt(() => this.#writer.samples(batch));

  survey: StreamWriter['survey'] = (values) => this.#attempt(() => this.#writer.survey(values));

  /** Writes it, and reports it in any case. */
  event(event: RunEvent): void {
    this.#attempt(() => this.#writer.event(event));
    this.#onEvent(event);
  }

  /** Ends the streams; everything that could be written is on disk then. Once is enough. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.keep(() => this.#writer.close());
  }

  /** Writes a file beside the streams. */
  async keep(write: () => Promise<void>): Promise<void> {
    try {
      await write();
    } catch (error) {
      this.#note(error);
    }
  }

  #attempt(write: () => void): void {
    // After the first failure nothing more is written: what follows a gap would look as if there was none.
    if (this.#failure !== undefined) return;
    try {
      write();
    } catch (error) {
      this.#note(error);
    }
  }

  #note(error: unknown): void {
    // Only what the system says of a file; anything else is a defect of ours.
    if (!isSystemError(error)) throw error;
    if (this.#failure !== undefined) return;
    // A recorder of runs has said what that is to a run; to a recording it is something else.
    const { message } = error.cause instanceof Error ? error.cause : error;
    this.#failure = new LoadcellError(
      'RECORDING',
      `Part of the recording could not be written to ${this.#runDir}: ${message}. ` +
        'Earlier data are readable, and the summary covers the whole recording.',
      { help: 'free disk space there, or pass another --output-dir', cause: error },
    );
    this.#reportFailure(this.#failure);
  }
}
