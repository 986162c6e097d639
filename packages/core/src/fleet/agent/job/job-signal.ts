import { LoadcellError } from '../../../spec/error/errors.ts';
import { nowNs } from '../../../stream/clock.ts';
import type { BusSubscription } from '../../bus/bus.ts';
import { SILENCE_MS } from '../../protocol/live.ts';
import { keys, subjects } from '../../protocol/names.ts';
import { fromPayload } from '../../protocol/payload.ts';
import { RunAbortSchema, type RunAbort } from '../../protocol/stage-messages.ts';
import type { JobPlace } from './job-place.ts';

/** Time between two looks at the silence of the coordinator, ms. */
const LOOK_MS = 500;

/** Why a job ends early. */
export type JobEnd =
  /** The coordinator ends the run for all. */
  | 'aborted'
  /** The coordinator is not heard any more, or the bus is gone. */
  | 'alone'
  /** This agent ends. */
  | 'stopped';

/** Ends a job: for the coordinator, without it, or with the agent. */
export class JobSignal {
  readonly #controller = new AbortController();
  readonly #subscriptions: BusSubscription[] = [];
  #heardNs = nowNs();
  #timer: NodeJS.Timeout | undefined;
  #end: JobEnd | undefined;

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Why it ended; absent while it has not. */
  get end(): JobEnd | undefined {
    return this.#end;
  }

  /**
   * Listens to the coordinator from now on.
   * @throws {LoadcellError} BUS when the bucket cannot be watched
   */
  async listen({ bus, fleet, offer, kv }: JobPlace): Promise<void> {
    this.#heardNs = nowNs();
    this.#subscriptions.push(
      bus.subscribe(subjects.alive(fleet, offer.runId), () => {
        this.#heardNs = nowNs();
      }),
      bus.onStatus((status) => {
        if (status.kind === 'closed') this.stop('alone', status.error ?? aloneError());
      }),
    );
    this.#timer = setInterval(() => this.#look(), LOOK_MS);
    this.#subscriptions.push(
      await kv.watch(keys.abort, ({ value }) => {
        const abort = fromPayload(RunAbortSchema, value);
        if (abort !== undefined) this.stop('aborted', errorOf(abort));
      }),
    );
  }

  /** Ends the job; the first reason counts. */
  stop(end: JobEnd, reason: LoadcellError): void {
    if (this.#end !== undefined) return;
    this.#end = end;
    this.#controller.abort(reason);
  }

  /** Stops listening; idempotent. */
  close(): void {
    clearInterval(this.#timer);
    for (const subscription of this.#subscriptions.splice(0)) subscription.close();
  }

  #look(): void {
    if ((nowNs() - this.#heardNs) / 1e6 >= SILENCE_MS) this.stop('alone', aloneError());
  }
}

function errorOf({ code, reason, help }: RunAbort): LoadcellError {
  return new LoadcellError(code, reason, help === undefined ? {} : { help });
}

function aloneError(): LoadcellError {
  return new LoadcellError(
    'FLEET_LOST',
    `the coordinator was not heard for ${SILENCE_MS / 1000} s: the load was stopped`,
    { help: 'check loadcell run --fleet and the bus; the recorded data is kept' },
  );
}
