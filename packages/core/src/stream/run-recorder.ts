import { join } from 'node:path';
import { EventsFileWriter } from './events-file.ts';
import type { RequestRow } from './request-row.ts';
import { RequestsFileWriter } from './requests-file.ts';
import { RUN_FILES } from './run-directory.ts';
import type { RunEvent } from './run-event.ts';
import type { SampleColumns } from './sample-columns.ts';
import { SamplesFileWriter } from './samples-file.ts';
import { SurveyFileWriter } from './survey-file.ts';
import type { StreamObserver } from './stream-observer.ts';
import type { SurveyValue } from './survey-stream.ts';

/** How often rows that do not fill a batch are sent to the disk. */
const FLUSH_PERIOD_MS = 1000;

/** Where the three streams of a run are written, while it goes. */
export class RunRecorder {
  readonly #samples: SamplesFileWriter;
  readonly #survey: SurveyFileWriter;
  readonly #requests: RequestsFileWriter;
  readonly #events: EventsFileWriter;
  readonly #onEvent: (event: RunEvent) => void;
  readonly #observer: StreamObserver | undefined;
  readonly #timer: NodeJS.Timeout;
  #failure: unknown;

  /**
   * @param onEvent called with each event after it was written
   * @param observer looks on at all that is written
   */
  constructor(
    runDir: string,
    onEvent: (event: RunEvent) => void = () => {},
    observer?: StreamObserver,
  ) {
    this.#samples = new SamplesFileWriter(join(runDir, RUN_FILES.samples));
    this.#survey = new SurveyFileWriter(join(runDir, RUN_FILES.survey));
    this.#requests = new RequestsFileWriter(join(runDir, RUN_FILES.requests));
    this.#events = new EventsFileWriter(join(runDir, RUN_FILES.events));
    this.#onEvent = onEvent;
    this.#observer = observer;
    this.#timer = setInterval(() => this.#flush(), FLUSH_PERIOD_MS).unref();
  }

  samples(batch: SampleColumns): void {
    this.#samples.append(batch);
    this.#observer?.samples(batch);
  }

  survey(values: readonly SurveyValue[]): void {
    this.#survey.append(values);
  }

  request(row: RequestRow): void {
    this.#requests.append(row);
    this.#observer?.request(row);
  }

  event(event: RunEvent): void {
    this.#events.append(event);
    this.#observer?.event(event);
    this.#onEvent(event);
  }

  #flush(): void {
    try {
      this.#samples.flush();
      this.#survey.flush();
      this.#requests.flush();
    } catch (error) {
      // A timer has no caller: what failed is thrown by the next close().
      this.#failure ??= error;
    }
  }

  /** Ends the streams; everything is on disk afterwards. @throws what kept a part of them from it */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    this.#events.close();
    const closed = await Promise.allSettled([
      this.#samples.close(),
      this.#survey.close(),
      this.#requests.close(),
    ]);
    if (this.#failure !== undefined) throw this.#failure;
    for (const outcome of closed) if (outcome.status === 'rejected') throw outcome.reason;
  }
}
