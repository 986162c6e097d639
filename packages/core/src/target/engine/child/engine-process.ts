import { systemErrorCode } from '../../../spec/error/system-error.ts';
import { LoadcellError } from '../../../spec/error/errors.ts';
import { TargetError } from '../../errors.ts';
import type { Engine } from '../engine.ts';
import type { EngineTargetOptions } from '../engine-options.ts';
import {
  EngineCallSchema,
  type EngineCall,
  type EngineFailure,
  type EngineReply,
} from '../engine-protocol.ts';
import { callEngine } from './call-engine.ts';

/** Dependencies of an {@link EngineProcess}. */
export interface EngineProcessParts {
  readonly openEngine: (options: EngineTargetOptions) => Promise<Engine>;
  /** Resolves when the reply has been sent. */
  readonly reply: (reply: EngineReply) => Promise<void>;
  /** Reads the heap of this process; `look` after each call, `stop` before the last reply. */
  readonly heap: { look(): void; stop(): void };
  /** Called after the reply to `close`. */
  readonly leave: () => void;
}

/** The child's side of the protocol: runs the runner's calls on one engine, concurrently, and answers each. */
export class EngineProcess {
  readonly #parts: EngineProcessParts;
  readonly #running = new Map<number, AbortController>();
  #engine: Engine | undefined;

  constructor(parts: EngineProcessParts) {
    this.#parts = parts;
  }

  /** Takes one message from the runner; its reply follows when it is done. */
  async receive(message: unknown): Promise<void> {
    const call = EngineCallSchema.parse(message);
    if (call.method === 'cancel') {
      this.#running.get(call.id)?.abort();
      return;
    }
    const abort = new AbortController();
    this.#running.set(call.id, abort);
    const reply = await this.#replyTo(call, abort.signal);
    this.#running.delete(call.id);
    if (call.method === 'close') this.#parts.heap.stop();
    else this.#parts.heap.look();
    await this.#parts.reply(reply);
    if (call.method === 'close') this.#parts.leave();
  }

  async #replyTo(
    call: Exclude<EngineCall, { method: 'cancel' }>,
    signal: AbortSignal,
  ): Promise<EngineReply> {
    try {
      return { id: call.id, kind: 'done', value: await this.#perform(call, signal) };
    } catch (error) {
      return { id: call.id, kind: 'failed', failure: describeFailure(error, signal.aborted) };
    }
  }

  async #perform(
    call: Exclude<EngineCall, { method: 'cancel' }>,
    signal: AbortSignal,
  ): Promise<unknown> {
    if (call.method === 'open') {
      this.#engine = await this.#parts.openEngine(call.options);
      const { kind, version, details } = this.#engine;
      return { kind, version, details: { ...details } };
    }
    if (call.method === 'close') {
      await this.#engine?.close?.();
      return undefined;
    }
    if (this.#engine === undefined) throw new TargetError('the engine is not open');
    return await callEngine(this.#engine, call, signal);
  }
}

/** Engines also throw errors of other classes, with or without a code. */
function describeFailure(error: unknown, aborted: boolean): EngineFailure {
  const cancelled = aborted && error instanceof Error && error.name === 'AbortError';
  if (error instanceof LoadcellError) {
    const { code, summary: message, help } = error;
    return { code, message, ...(help === undefined ? {} : { help }), cancelled };
  }
  if (!(error instanceof Error)) {
    return { code: 'ENGINE', message: `the engine failed: ${String(error)}`, cancelled };
  }
  const code = systemErrorCode(error) ?? 'ENGINE';
  return { code, message: `the engine failed: ${error.name}: ${error.message}`, cancelled };
}
