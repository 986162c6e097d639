import { plainPrompt } from '../../../target/codec/api/prompt-codec.ts';
import type { Generation } from '../../../target/target.ts';
import type { Prompt } from '../../../workload/prompt.ts';
import { issueRequest } from '../../step/issue-request.ts';
import type { StageWork } from '../in-stage.ts';

/** Maximum number of prompts made ahead. */
const MOST_PROMPTS = 2048;

/** Prompts are made for this long before a load begins, ms; longer only to reach the needed number. */
const BEFORE_LOAD_MS = 200;

/** Prompts of a load that is sent request by request, made before they are needed. */
export class PromptsAhead {
  readonly #source: Iterator<Prompt>;
  readonly #made: Prompt[] = [];

  constructor(prompts: Iterable<Prompt>) {
    this.#source = prompts[Symbol.iterator]();
  }

  /**
   * Makes prompts before a load begins.
   * @param enough minimum number to make, up to the maximum made ahead
   * @throws the signal's reason when it is aborted
   */
  async fill(enough: number, signal: AbortSignal): Promise<void> {
    const untilMs = performance.now() + BEFORE_LOAD_MS;
    while (this.#made.length < MOST_PROMPTS && this.#makeOne()) {
      if (performance.now() > untilMs && this.#made.length >= enough) return;
      if (this.#made.length % 64 > 0) continue;
      signal.throwIfAborted();
      await new Promise((resolve) => {
        setImmediate(resolve);
      });
    }
  }

  /** The next prompt; undefined after the last. */
  take(): Prompt | undefined {
    if (this.#made.length === 0) this.#makeOne();
    return this.#made.shift();
  }

  /** Makes one more in place of one that was taken. */
  refill(): void {
    if (this.#made.length < MOST_PROMPTS) this.#makeOne();
  }

  /** @returns whether there was one more to make */
  #makeOne(): boolean {
    const { value, done } = this.#source.next();
    if (done === true) return false;
    this.#made.push(value);
    return true;
  }
}

/**
 * Sends a request of a load.
 * @param scheduledNs its scheduled start; absent without a schedule
 * @returns undefined where the request failed
 */
export function askPrompt(
  { phase, model, purpose, isLengthDemanded, drawCut }: StageWork,
  prompt: Prompt,
  { isWarmup, scheduledNs }: { readonly isWarmup: boolean; readonly scheduledNs?: number },
): Promise<Generation | undefined> {
  const cutAfterMs = isWarmup ? undefined : drawCut?.();
  return issueRequest(phase, {
    purpose: isWarmup ? 'warm-up' : purpose,
    isOfLoad: true,
    model: prompt.model ?? model,
    prompt: plainPrompt(prompt.messages),
    maxTokens: prompt.outputTokens,
    inputTokens: prompt.inputTokens,
    isLengthDemanded: prompt.isLengthDemanded ?? isLengthDemanded,
    ...(prompt.label === undefined ? {} : { label: prompt.label }),
    ...(prompt.turn === undefined ? {} : { turn: prompt.turn }),
    ...(scheduledNs === undefined ? {} : { scheduledNs }),
    ...(cutAfterMs === undefined ? {} : { cutAfterMs }),
  });
}
