import type { ChildProcess } from 'node:child_process';
import * as z from 'zod';
import { TargetError } from '../errors.ts';
import { EngineMessageSchema, type EngineCall, type EngineFailure } from './engine-protocol.ts';

/** A call without the id that the connection assigns. */
type Unnumbered<Call> = Call extends { id: number } ? Omit<Call, 'id'> : never;

/** Takes readings of the engine process's heap: see `heapSurvey`. */
type TakeHeap = (readings: Float64Array) => void;

/** A call of the engine process, before it is sent. */
export type NewEngineCall = Unnumbered<Exclude<EngineCall, { method: 'cancel' }>>;

interface PendingCall {
  readonly settle: (value: unknown) => void;
  readonly fail: (error: unknown) => void;
}

/** The runner's side of the protocol: matches replies of an engine process to their calls. */
export class EngineConnection {
  readonly #child: ChildProcess;
  readonly #cancelGraceMs: number;
  readonly #takeHeap: TakeHeap;
  readonly #pending = new Map<number, PendingCall>();
  #calls = 0;
  /** Why no call can be answered any longer. */
  #closed: { readonly reason: () => Error } | undefined;

  /** @param cancelGraceMs how long a canceled call may take to end before its caller gets an error anyway */
  constructor(child: ChildProcess, cancelGraceMs: number, takeHeap: TakeHeap) {
    this.#child = child;
    this.#cancelGraceMs = cancelGraceMs;
    this.#takeHeap = takeHeap;
    child.on('message', (message) => this.#receive(message));
  }

  /**
   * Calls the engine process and parses its reply.
   * @param signal cancels the call, which then rejects with an `AbortError`
   */
  async call<T>(newCall: NewEngineCall, schema: z.ZodType<T>, signal?: AbortSignal): Promise<T> {
    if (this.#closed !== undefined) throw this.#closed.reason();
    if (signal?.aborted === true) throw createAbortError(signal);
    const id = this.#calls;
    this.#calls += 1;
    const stopListening = this.#cancelOn(id, signal);
    try {
      const value = await new Promise((settle, fail) => {
        this.#pending.set(id, { settle, fail });
        this.#send({ ...newCall, id });
      });
      return parseReply(newCall.method, schema, value);
    } catch (error) {
      if (error instanceof CancelledError) throw createAbortError(signal);
      throw error;
    } finally {
      stopListening();
      this.#pending.delete(id);
    }
  }

  /** Fails every call in flight, and every later one, each with a new error. */
  close(reason: () => Error): void {
    this.#closed ??= { reason };
    for (const { fail } of this.#pending.values()) fail(reason());
  }

  #cancelOn(id: number, signal: AbortSignal | undefined): () => void {
    let grace: NodeJS.Timeout | undefined;
    const cancel = (): void => {
      this.#send({ id, method: 'cancel' });
      grace = setTimeout(
        () => this.#pending.get(id)?.fail(new CancelledError()),
        this.#cancelGraceMs,
      );
    };
    signal?.addEventListener('abort', cancel, { once: true });
    return () => {
      signal?.removeEventListener('abort', cancel);
      clearTimeout(grace);
    };
  }

  /** A message can only fail if the process is gone or ending; its exit then fails the call. */
  #send(call: EngineCall): void {
    if (this.#child.connected) this.#child.send(call, () => {});
  }

  #receive(message: unknown): void {
    const parsed = EngineMessageSchema.safeParse(message);
    if (!parsed.success) {
      this.close(() => invalidFromEngine('message', parsed.error));
      return;
    }
    const reply = parsed.data;
    if (reply.kind === 'heap') {
      this.#takeHeap(reply.readings);
      return;
    }
    const pending = this.#pending.get(reply.id);
    if (reply.kind === 'done') pending?.settle(reply.value);
    else pending?.fail(reviveFailure(reply.failure));
  }
}

/** Represents the abort of a call until it reaches the caller. */
class CancelledError extends Error {}

function reviveFailure(failure: EngineFailure): Error {
  if (failure.cancelled) return new CancelledError();
  const { code, message, help } = failure;
  return new TargetError(message, { code, ...(help === undefined ? {} : { help }) });
}

function createAbortError(signal: AbortSignal | undefined): DOMException {
  return new DOMException('the request was canceled', {
    name: 'AbortError',
    cause: signal?.reason,
  });
}

function parseReply<T>(method: string, schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw invalidFromEngine(`reply to ${method}`, parsed.error);
}

function invalidFromEngine(what: string, error: z.ZodError): TargetError {
  return new TargetError(`the engine process sent an invalid ${what}:\n${z.prettifyError(error)}`, {
    code: 'ENGINE_PROTOCOL',
    help: 'check the engine module against Engine in @loadcell/core',
    cause: error,
  });
}
