import { setTimeout as delay } from 'node:timers/promises';
import type * as z from 'zod';
import { formatDuration } from '../../../spec/quantity.ts';
import { nowNs } from '../../../stream/clock.ts';
import { TargetError } from '../../errors.ts';
import { isOk, type ControlClient, type ControlResponse } from '../session/control-client.ts';
import { describeResponse } from '../probe/ask-for-models.ts';

/** Time between two checks, ms: a load is seen at most this much too late. */
const PERIOD_MS = 10;

/** A change that a server makes after it has responded. */
export interface PendingChange {
  /** Such as `load m`: ends the sentence "the server did not … within 10 min". */
  readonly what: string;
  readonly isDone: () => Promise<boolean>;
  readonly signal: AbortSignal | undefined;
}

/** The part of a server's API that loads and unloads models: requests that have to succeed, and waits for their effect. */
export class ModelApi {
  readonly #control: ControlClient;
  readonly #timeoutMs: number;

  /** @param timeoutMs of one load or unload */
  constructor(control: ControlClient, timeoutMs: number) {
    this.#control = control;
    this.#timeoutMs = timeoutMs;
  }

  /** Whether the server responds at a path with JSON of this shape. */
  async has(path: string, shape: z.ZodType, signal?: AbortSignal): Promise<boolean> {
    const response = await this.#control.get(path, signal);
    return isOk(response) && shape.safeParse(response.json).success;
  }

  /**
   * Reads JSON of this shape.
   * @param what it is for, such as `list its models`
   * @throws {TargetError} when the server refuses, or responds with something else
   */
  async read<Value>(
    path: string,
    shape: z.ZodType<Value>,
    what: string,
    signal?: AbortSignal,
  ): Promise<Value> {
    const response = await this.#control.get(path, signal);
    const question = `GET ${path}`;
    expectOk(response, question, what);
    const { data } = shape.safeParse(response.json);
    if (data !== undefined) return data;
    throw refused(what, explainShape(response, question));
  }

  /** @throws {TargetError} when the server refuses */
  async send(path: string, body: object, what: string, signal?: AbortSignal): Promise<void> {
    expectOk(await this.#control.post(path, body, signal), `POST ${path}`, what);
  }

  /** @throws {TargetError} when the change is not done in time */
  async waitFor({ what, isDone, signal }: PendingChange): Promise<void> {
    const untilNs = nowNs() + this.#timeoutMs * 1e6;
    while (!(await isDone())) {
      if (nowNs() > untilNs) {
        throw new TargetError(
          `the server did not ${what} within ${formatDuration(this.#timeoutMs)}`,
          {
            code: 'MODEL_NOT_READY',
            help: 'check the server log, or raise target.requestTimeout',
          },
        );
      }
      await delay(PERIOD_MS, undefined, signal === undefined ? {} : { signal });
    }
  }
}

function expectOk(response: ControlResponse, question: string, what: string): void {
  if (!isOk(response)) throw refused(what, describeResponse(response, question));
}

/** A successful response of another shape. */
function explainShape(response: ControlResponse, question: string): string {
  return response.json === undefined
    ? describeResponse(response, question)
    : `${question} returned ${response.status} with unexpected JSON`;
}

function refused(what: string, how: string): TargetError {
  return new TargetError(`the server did not ${what}: ${how}`, {
    code: 'MODEL_REFUSED',
    help: 'check the server log, or remove --manage-models (target.manageModels)',
  });
}
