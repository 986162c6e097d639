import { join } from 'node:path';
import { LoadcellError } from '../../spec/error/errors.ts';
import { systemErrorCode } from '../../spec/error/system-error.ts';
import { EventsFileWriter } from './events-file.ts';
import type { RequestRow } from '../rows/request-row.ts';
import { RequestsFileWriter } from './requests-file.ts';
import { RUN_FILES } from './run-directory.ts';
import type { RunEvent } from '../events/run-event.ts';
import type { SampleColumns } from '../columns/sample-columns.ts';
import { SamplesFileWriter } from './samples-file.ts';
import { SurveyFileWriter } from './survey-file.ts';
import type { StreamObserver } from '../stream-observer.ts';
import type { SurveyValue } from '../rows/survey-stream.ts';

/** Interval at which partial batches are written to disk. */
const FLUSH_PERIOD_MS = 1000;

/**
 * Writes the streams of a run while it runs. A failed write is an error with the code
 * `RECORDING` and the error of the system as its cause.
 */
export class RunRecorder {
  readonly #runDir: string;
  readonly #samples: SamplesFileWriter;
  readonly #survey: SurveyFileWriter;
  readonly #requests: RequestsFileWriter;
  readonly #events: EventsFileWriter;
  readonly #onEvent: (event: RunEvent) => void;
  readonly #observer: StreamObserver | undefined;
  readonly #timer: NodeJS.Timeout;
  #failure: { readonly error: unknown } | undefined;
  #closedRows: Promise<void> | undefined;

  /**
   * @param onEvent called with each event after it was written
   * @param observer sees everything that is written
   */
  constructor(
    runDir: string,
    onEvent: (event: RunEvent) => void = () => {},
    observer?: StreamObserver,
  ) {
    this.#runDir = runDir;
    this.#samples = new SamplesFileWriter(join(runDir, RUN_FILES.samples));
    this.#survey = new SurveyFileWriter(join(runDir, RUN_FILES.survey));
    this.#requests = new RequestsFileWriter(join(runDir, RUN_FILES.requests));
    this.#events = new EventsFileWriter(join(runDir, RUN_FILES.events));
    this.#onEvent = onEvent;
    this.#observer = observer;
    this.#timer = setInterval(() => this.#flush(), FLUSH_PERIOD_MS).unref();
  }

  /** @throws what kept these samples, or any rows before them, from being written */
  samples(batch: SampleColumns): void {
    this.#writeRows(() => this.#samples.append(batch));
    this.#observer?.samples(batch);
  }

  /** @throws what kept these values, or any rows before them, from being written */
  survey(values: readonly SurveyValue[]): void {
    this.#writeRows(() => this.#survey.append(values));
  }

  /** @throws what kept this row, or any before it, from being written */
  request(row: RequestRow): void {
    this.#writeRows(() => this.#requests.append(row));
    this.#observer?.request(row);
  }

  /** Is written even after rows could not be, which it may report. @throws what kept it from being written */
  event(event: RunEvent): void {
    try {
      this.#events.append(event);
    } catch (error) {
      throw this.#explain(error);
    }
    this.#observer?.event(event);
    this.#onEvent(event);
  }

  /** A gap in a stream would go unnoticed, so no row is written after the first failure. */
  #writeRows(write: () => void): void {
    if (this.#failure === undefined) this.#attempt(write);
    if (this.#failure !== undefined) throw this.#failure.error;
  }

  #flush(): void {
    // A timer has no caller: its error is thrown at the next row, and at the end.
    this.#attempt(() => {
      this.#samples.flush();
      this.#survey.flush();
      this.#requests.flush();
    });
  }

  #attempt(write: () => void): void {
    try {
      write();
    } catch (error) {
      this.#failure ??= { error: this.#explain(error) };
    }
  }

  /** Only a system error of a file is a condition of the run; any other error is a defect and is rethrown as it is. */
  #explain(error: unknown): unknown {
    const code = systemErrorCode(error);
    if (!(error instanceof Error) || code === undefined || error instanceof LoadcellError) {
      return error;
    }
    const why = code === 'ENOSPC' ? `the disk is full (${error.message})` : error.message;
    return new LoadcellError(
      'RECORDING',
      `recorded data could not be written to ${this.#runDir}: ${why}. Earlier data is readable.`,
      { help: 'free disk space there, or pass another --output-dir', cause: error },
    );
  }

  /**
   * Ends the streams of rows, once; they are on disk afterwards, so that events about them can follow.
   * @throws what kept a part of them from it
   */
  closeRows(): Promise<void> {
    this.#closedRows ??= this.#endRows();
    return this.#closedRows;
  }

  async #endRows(): Promise<void> {
    clearInterval(this.#timer);
    const closed = await Promise.allSettled([
      this.#samples.close(),
      this.#survey.close(),
      this.#requests.close(),
    ]);
    if (this.#failure !== undefined) throw this.#failure.error;
    for (const outcome of closed) {
      if (outcome.status === 'rejected') throw this.#explain(outcome.reason);
    }
  }

  /** Ends all streams; everything is on disk afterwards. @throws what kept a part of them from it */
  async close(): Promise<void> {
    try {
      await this.closeRows();
    } finally {
      this.#events.close();
    }
  }
}
