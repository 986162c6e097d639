import type { LlamaContext, LlamaModel } from 'node-llama-cpp';
import { TargetError } from '../../errors.ts';
import type { EngineResponse, EngineModel, EngineRequest } from '../engine.ts';
import { Conversation } from './conversation.ts';
import { SequencePool, type SequenceLease } from './sequence-pool.ts';

/** A context that a caller opened. */
interface OpenContext {
  readonly lease: SequenceLease;
  readonly conversation: Conversation;
  /** Resolves when the last request so far has ended: requests on one context take turns. */
  lastTurn: Promise<void>;
}

/** A loaded model with the llama.cpp context whose sequences serve its requests. */
export class ResidentModel {
  readonly #name: string;
  readonly #model: LlamaModel;
  readonly #context: LlamaContext;
  readonly #pool: SequencePool;
  readonly #contexts = new Map<string, OpenContext>();
  readonly #unloading = new AbortController();
  readonly #running = new Set<Promise<unknown>>();

  constructor(name: string, model: LlamaModel, context: LlamaContext) {
    this.#name = name;
    this.#model = model;
    this.#context = context;
    this.#pool = new SequencePool(context, name);
  }

  get account(): EngineModel {
    return { bytes: this.#model.size, contextTokens: this.#context.contextSize };
  }

  /** Reserves a sequence for a new context; `id` then names the context. */
  async openContext(id: string): Promise<void> {
    const lease = await this.#pool.lease('context', this.#unloading.signal);
    const conversation = new Conversation(this.#model, lease.sequence);
    this.#contexts.set(id, { lease, conversation, lastTurn: Promise.resolve() });
  }

  hasContext(id: string): boolean {
    return this.#contexts.has(id);
  }

  /** Waits for the requests of the context, and empties its sequence. */
  async closeContext(id: string): Promise<void> {
    const context = this.#findContext(id);
    this.#contexts.delete(id);
    await context.lastTurn;
    await this.#pool.release(context.lease);
  }

  countTokens(text: string): number {
    return this.#model.tokenize(text).length;
  }

  tokenize(text: string): readonly number[] {
    return this.#model.tokenize(text);
  }

  async generate(request: EngineRequest): Promise<EngineResponse> {
    const bound = { ...request, signal: AbortSignal.any([request.signal, this.#unloading.signal]) };
    const generating =
      request.context === undefined
        ? this.#generateAfresh(bound)
        : this.#generateIn(this.#findContext(request.context), bound);
    return await this.#track(generating);
  }

  /** Cancels running requests, waits until they have stopped, and releases the memory. */
  async dispose(): Promise<void> {
    this.#unloading.abort(
      new TargetError(`model "${this.#name}" was unloaded`, { code: 'MODEL_UNLOADED' }),
    );
    // A request that ends still leaves its sequence to be emptied.
    while (this.#running.size > 0) await Promise.allSettled(this.#running);
    this.#contexts.clear();
    await this.#context.dispose();
    await this.#model.dispose();
  }

  async #generateAfresh(request: EngineRequest): Promise<EngineResponse> {
    const lease = await this.#pool.lease('request', request.signal);
    try {
      return await new Conversation(this.#model, lease.sequence).respond(request);
    } finally {
      // The response does not wait until its sequence is empty; the next user of the sequence does.
      this.#release(lease);
    }
  }

  async #generateIn(context: OpenContext, request: EngineRequest): Promise<EngineResponse> {
    const generating = context.lastTurn.then(() => {
      request.signal.throwIfAborted();
      return context.conversation.respond(request);
    });
    context.lastTurn = generating.then(ignoreOutcome, ignoreOutcome);
    return await generating;
  }

  /** Failure to empty a sequence ends the process: later results of that sequence would be unreliable. */
  #release(lease: SequenceLease): void {
    void this.#track(this.#pool.release(lease));
  }

  async #track<T>(work: Promise<T>): Promise<T> {
    this.#running.add(work);
    try {
      return await work;
    } finally {
      this.#running.delete(work);
    }
  }

  #findContext(id: string): OpenContext {
    const context = this.#contexts.get(id);
    if (context !== undefined) return context;
    throw new TargetError(`model "${this.#name}" has no open context "${id}"`, {
      code: 'CONTEXT_CLOSED',
      help: 'open a new one: unloading a model closes its contexts',
    });
  }
}

/** The next request does not depend on the outcome of the previous one. */
function ignoreOutcome(): void {}
