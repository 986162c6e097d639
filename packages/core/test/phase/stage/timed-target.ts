import { setTimeout as delay } from 'node:timers/promises';
import { nowNs } from '../../../src/stream/clock.ts';
import { TargetError } from '../../../src/target/errors.ts';
import type { Generation, GenerationRequest } from '../../../src/target/target.ts';
import { ScriptedTarget } from '../../target/scripted-target.ts';

/** Service time of a request, milliseconds, and whether the request then fails. */
export type Service = { readonly ms: number; readonly fails?: boolean };

/** A target that decides the service time of each request. */
export class TimedTarget extends ScriptedTarget {
  readonly #serve: (number: number, elapsedMs: number) => Service;
  #count = 0;
  #firstNs = Number.NaN;

  /** @param serve given the number of a request, from 1, and the time since the first was sent */
  constructor(serve: (number: number, elapsedMs: number) => Service) {
    super();
    this.#serve = serve;
  }

  override async generate(request: GenerationRequest): Promise<Generation> {
    const sentNs = nowNs();
    this.#count += 1;
    if (Number.isNaN(this.#firstNs)) this.#firstNs = sentNs;
    const { ms, fails = false } = this.#serve(this.#count, (sentNs - this.#firstNs) / 1e6);
    const { cutAfterMs = Infinity } = request;
    const endNs = sentNs + Math.min(ms, cutAfterMs) * 1e6;
    while (nowNs() < endNs) {
      const { signal } = request;
      await delay((endNs - nowNs()) / 1e6, undefined, signal === undefined ? {} : { signal });
    }
    if (fails) throw new TargetError('It fails as it should.', { code: 'TARGET_SCRIPTED' });
    return {
      sentNs,
      connectedNs: Number.NaN,
      firstByteNs: endNs,
      chunkNs: Float64Array.of(endNs),
      firstAnswerNs: endNs,
      endNs,
      isCut: cutAfterMs < ms,
      inputTokens: 4,
      outputTokens: 1,
      tokenCountSource: 'tokenizer',
      cachedTokens: 0,
      offeredTokens: 4,
      residentTokens: 4,
      resends: 0,
      tokens: [0],
      text: 'one',
    };
  }
}
