import type { LlamaContext, LlamaContextSequence } from 'node-llama-cpp';
import { TargetError } from '../../errors.ts';

/** A sequence in use. */
export interface SequenceLease {
  readonly sequence: LlamaContextSequence;
  readonly holder: Holder;
}

/** An open context holds a sequence until it is closed; a request, only until its response ends. */
type Holder = 'context' | 'request';

interface Waiter {
  readonly holder: Holder;
  readonly grant: (lease: SequenceLease) => void;
  readonly refuse: (error: unknown) => void;
}

/** The sequences of a llama.cpp context; requests queue in order while none is free. */
export class SequencePool {
  readonly #context: LlamaContext;
  readonly #model: string;
  #waiters: Waiter[] = [];
  #freeCount: number;
  #heldByContexts = 0;

  /** @param model named in errors */
  constructor(context: LlamaContext, model: string) {
    this.#context = context;
    this.#model = model;
    this.#freeCount = context.totalSequences;
  }

  /**
   * Takes an empty sequence, queueing for it.
   * @throws {TargetError} when open contexts hold all sequences, so that waiting would never end
   */
  async lease(holder: Holder, signal?: AbortSignal): Promise<SequenceLease> {
    signal?.throwIfAborted();
    return await new Promise((resolve, reject) => {
      const leaveLine = (): void => {
        this.#waiters = this.#waiters.filter((other) => other !== waiter);
        waiter.refuse(signal?.reason);
      };
      const waiter: Waiter = {
        holder,
        grant: (lease) => {
          signal?.removeEventListener('abort', leaveLine);
          resolve(lease);
        },
        refuse: (error) => {
          signal?.removeEventListener('abort', leaveLine);
          reject(error);
        },
      };
      signal?.addEventListener('abort', leaveLine, { once: true });
      this.#waiters.push(waiter);
      this.#advance();
    });
  }

  /** Empties the sequence and passes it to the next in the queue. */
  async release(lease: SequenceLease): Promise<void> {
    if (lease.holder === 'context') this.#heldByContexts -= 1;
    await lease.sequence.dispose();
    this.#freeCount += 1;
    this.#advance();
  }

  #advance(): void {
    while (this.#freeCount > 0) {
      const waiter = this.#waiters.shift();
      if (waiter === undefined) return;
      this.#freeCount -= 1;
      if (waiter.holder === 'context') this.#heldByContexts += 1;
      waiter.grant({ sequence: this.#context.getSequence(), holder: waiter.holder });
    }
    if (this.#heldByContexts < this.#context.totalSequences) return;
    const waiters = this.#waiters;
    this.#waiters = [];
    for (const waiter of waiters) waiter.refuse(this.#describeFull());
  }

  #describeFull(): TargetError {
    const count = this.#context.totalSequences;
    const held = count === 1 ? 'an open context holds the only' : `open contexts hold all ${count}`;
    return new TargetError(`${held} sequence${count === 1 ? '' : 's'} of model "${this.#model}"`, {
      code: 'NO_FREE_SEQUENCE',
      help: 'close a context, or raise target.parallel',
    });
  }
}
