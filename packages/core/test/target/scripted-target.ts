import { setImmediate as nextTurn, setTimeout as delay } from 'node:timers/promises';
import { nowNs } from '../../src/stream/clock.ts';
import { TargetDiedError, TargetError } from '../../src/target/errors.ts';
import type {
  ContextHandle,
  Generation,
  GenerationRequest,
  LoadedModel,
  Target,
  TargetDescription,
  TargetExit,
} from '../../src/target/target.ts';
import { DEFAULT_SCRIPT, type Behaviour, type Script } from './script.ts';

/**
 * A target that does what a script says. Its stamps are computed from the times of the script and kept to by waiting,
 * so what is measured of it is known to the nanosecond. One word is one token. Without a process of its own it is a
 * host whose memory cannot be sampled.
 */
export class ScriptedTarget implements Target {
  readonly managed = true;
  readonly description: TargetDescription;
  readonly exited: Promise<TargetExit>;
  /** Every call, in order, as `method argument`. */
  readonly calls: string[] = [];
  /** Contexts that are open. */
  readonly contexts = new Map<string, number>();
  /** Prompts in the order in which they came. */
  readonly prompts: string[] = [];
  /** The most requests that were under way at once. */
  mostAtOnce = 0;
  readonly #script: Script;
  readonly #gone = new AbortController();
  readonly #loaded = new Set<string>();
  readonly #asked = new Map<string, number>();
  readonly #freeSlots: (() => void)[] = [];
  #resolveExited: (exit: TargetExit) => void = () => {};
  #exit: TargetExit | undefined;
  #underWay = 0;
  #serving = 0;
  #opened = 0;

  constructor(script: Partial<Script> = {}) {
    this.#script = { ...DEFAULT_SCRIPT, ...script };
    const { models } = this.#script;
    this.description = { kind: 'scripted', version: '1', models, details: {} };
    this.exited = new Promise((resolve) => {
      this.#resolveExited = resolve;
    });
    void this.#script.process?.exited.then((exit) => this.#leave(exit));
  }

  get pid(): number | undefined {
    return this.#script.process?.pid;
  }

  async start(signal?: AbortSignal): Promise<void> {
    this.calls.push('start');
    await nextTurn();
    switch (this.#script.start) {
      case 'fail':
        throw new TargetError('The scripted target cannot start: give it another script.');
      case 'hang':
        return await this.#wait(Infinity, signal);
      case 'bug':
        throw new TypeError('a defect of the target itself');
      case 'at-once':
        await this.#script.process?.start();
    }
  }

  async load(model: string, signal?: AbortSignal): Promise<LoadedModel> {
    this.calls.push(`load ${model}`);
    await this.#wait(nowNs() + this.#script.loadMs * 1e6, signal);
    if (this.#loaded.has(model)) throw new TargetError(`${model} is loaded already.`);
    this.#loaded.add(model);
    const bytes = this.#script.modelBytes * (this.description.models.indexOf(model) + 1);
    await this.#script.process?.hold(model, bytes);
    return { model, bytes, contextTokens: this.#script.contextTokens };
  }

  async unload(model: string): Promise<void> {
    this.calls.push(`unload ${model}`);
    await this.#wait(0);
    if (!this.#loaded.delete(model)) throw new TargetError(`${model} is not loaded.`);
    await this.#script.process?.release(model);
  }

  async openContext(model: string): Promise<ContextHandle> {
    await this.#wait(0);
    this.#opened += 1;
    const id = `context-${this.#opened}`;
    this.calls.push(`open ${id}`);
    this.contexts.set(id, 0);
    return { id, model };
  }

  async closeContext({ id }: ContextHandle): Promise<void> {
    this.calls.push(`close ${id}`);
    await this.#wait(0);
    if (!this.contexts.delete(id)) throw new TargetError(`${id} is not open.`);
  }

  async generate(request: GenerationRequest): Promise<Generation> {
    this.calls.push(`generate ${request.model}`);
    this.prompts.push(request.prompt);
    this.#underWay += 1;
    this.mostAtOnce = Math.max(this.mostAtOnce, this.#underWay);
    try {
      return await this.#respond(request, this.#script.behaviour(request, this.prompts.length));
    } finally {
      this.#underWay -= 1;
    }
  }

  async countTokens(_model: string, text: string): Promise<number> {
    await this.#wait(0);
    return wordsOf(text);
  }

  async settle(): Promise<void> {
    this.calls.push('settle');
    await this.#wait(0);
  }

  async stop(): Promise<void> {
    this.calls.push('stop');
    await delay(this.#script.stopMs);
    if (this.#script.process !== undefined) return await this.#script.process.stop();
    this.#leave({ atNs: nowNs(), pid: 0, exitCode: 0, signal: null });
  }

  async #respond(request: GenerationRequest, behaviour: Behaviour): Promise<Generation> {
    const { model, prompt, signal, context } = request;
    const sentNs = nowNs();
    if (!this.#loaded.has(model)) throw new TargetError(`${model} is not loaded.`);
    switch (behaviour) {
      case 'fail':
        await this.#wait(0, signal);
        throw new TargetError('The scripted target fails on request.', { code: 'TARGET_SCRIPTED' });
      case 'bug':
        throw new TypeError('a defect of the target itself');
      case 'hang':
        await this.#wait(Infinity, signal);
        break;
      case 'die':
        await this.#die();
        break;
      case 'answer':
      case 'say-nothing':
    }
    const begunNs = await this.#takeSlot(sentNs, signal);
    const tokens = behaviour === 'answer' ? this.#tokensFor(request) : [];
    const firstNs = begunNs + this.#script.firstTokenMs * 1e6;
    const chunkNs = Float64Array.from(
      { length: behaviour === 'answer' ? request.maxTokens : 0 },
      (_, index) => firstNs + index * this.#script.tokenMs * 1e6,
    );
    const endNs = chunkNs.at(-1) ?? firstNs;
    try {
      await this.#wait(endNs, signal);
    } finally {
      this.#giveSlotBack();
    }
    const held = context === undefined ? 0 : (this.contexts.get(context.id) ?? 0);
    const offeredTokens = held + wordsOf(prompt);
    const residentTokens = Math.min(offeredTokens, this.#script.contextTokens);
    if (context !== undefined) this.contexts.set(context.id, residentTokens + chunkNs.length);
    return {
      sentNs,
      connectedNs: Number.NaN,
      firstByteNs: chunkNs[0] ?? Number.NaN,
      chunkNs,
      firstAnswerNs: chunkNs[0] ?? Number.NaN,
      resends: 0,
      endNs,
      inputTokens: wordsOf(prompt),
      outputTokens: chunkNs.length,
      tokenCountSource: 'tokenizer',
      cachedTokens: 0,
      offeredTokens,
      residentTokens,
      tokens,
      text: tokens.join(' '),
    };
  }

  #tokensFor({ model, prompt, maxTokens }: GenerationRequest): readonly number[] {
    const before = this.#asked.get(`${model} ${prompt}`) ?? 0;
    this.#asked.set(`${model} ${prompt}`, before + 1);
    return this.#script.tokens(before, maxTokens);
  }

  /** Waits for one of the slots that requests are served in. */
  async #takeSlot(sentNs: number, signal?: AbortSignal): Promise<number> {
    if (this.#serving < this.#script.slots) {
      this.#serving += 1;
      return sentNs;
    }
    const giveUp = new AbortController();
    let take = (): void => {};
    const freed = new Promise<void>((resolve) => {
      take = resolve;
      this.#freeSlots.push(take);
    });
    const ended = AbortSignal.any([giveUp.signal, ...(signal === undefined ? [] : [signal])]);
    try {
      await Promise.race([freed, this.#wait(Infinity, ended)]);
      return nowNs();
    } finally {
      giveUp.abort();
      const queued = this.#freeSlots.indexOf(take);
      if (queued >= 0) this.#freeSlots.splice(queued, 1);
    }
  }

  #giveSlotBack(): void {
    const next = this.#freeSlots.shift();
    if (next === undefined) this.#serving -= 1;
    else next();
  }

  async #die(): Promise<void> {
    const { process } = this.#script;
    if (process === undefined)
      this.#leave({ atNs: nowNs(), pid: 0, exitCode: null, signal: 'SIGKILL' });
    else process.kill();
    await this.exited;
  }

  #leave(exit: TargetExit): void {
    if (this.#exit !== undefined) return;
    this.#exit = exit;
    this.#gone.abort();
    this.#resolveExited(exit);
  }

  /** Waits until a stamp; rejects when the target is gone or the request was canceled. */
  async #wait(untilNs: number, signal?: AbortSignal): Promise<void> {
    const ended = AbortSignal.any([this.#gone.signal, ...(signal === undefined ? [] : [signal])]);
    try {
      do {
        const leftMs = (untilNs - nowNs()) / 1e6;
        if (leftMs > 0) await delay(Math.min(leftMs, 1e6), undefined, { signal: ended });
        else await nextTurn(undefined, { signal: ended });
      } while (nowNs() < untilNs);
    } catch (error) {
      if (this.#exit !== undefined) throw new TargetDiedError(this.#exit);
      throw error;
    }
  }
}

function wordsOf(text: string): number {
  return text.split(' ').filter((word) => word !== '').length;
}
