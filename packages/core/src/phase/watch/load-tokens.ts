import type { LoadOutcome, LoadRequest } from '../../target/server/load/load-request.ts';
import { estimateTokens } from '../../workload/text/estimate-tokens.ts';
import type { TokenCount } from '../phase.ts';

/**
 * Counts the tokens of one load. Its requests are made ahead of their time: what is never sent is given back in the end, and
 * one that is refused only matters where the load comes to it, so that it ends the requests and does not throw.
 */
export class LoadTokens {
  readonly #tokens: TokenCount | undefined;
  #input = 0;
  #output = 0;
  #refusal: { readonly reason: unknown } | undefined;

  /** @param tokens of the run; nothing is counted without */
  constructor(tokens: TokenCount | undefined) {
    this.#tokens = tokens;
  }

  /** The same requests, each counted as it is made, up to the first that is refused. */
  *counted(requests: Iterable<LoadRequest>): Generator<LoadRequest> {
    for (const request of requests) {
      if (this.count(request) === undefined) return;
      yield request;
    }
  }

  /** Counts a request. @returns undefined when it is refused */
  count(request: LoadRequest): LoadRequest | undefined {
    if (this.#tokens === undefined) return request;
    const input = inputTokensOf(request);
    try {
      this.#tokens.take(input, request.maxTokens);
    } catch (reason) {
      this.#refusal ??= { reason };
      return undefined;
    }
    this.#input += input;
    this.#output += request.maxTokens;
    return request;
  }

  /** A request is over; one that was sent stays counted. */
  noteOver({ request, answered }: LoadOutcome): void {
    if (this.#tokens === undefined || Number.isNaN(answered.facts.sentNs)) return;
    this.#input -= inputTokensOf(request);
    this.#output -= request.maxTokens;
  }

  /** The load is over before its time, or has sent all. @throws why a request of it was refused */
  throwRefusal(): void {
    if (this.#refusal !== undefined) throw this.#refusal.reason;
  }

  /** What was not sent by now never is. */
  end(): void {
    this.#tokens?.giveBack(this.#input, this.#output);
    this.#input = 0;
    this.#output = 0;
  }
}

function inputTokensOf({ offeredTokens, mostInputTokens, messages }: LoadRequest): number {
  if (mostInputTokens !== undefined) return mostInputTokens;
  if (!Number.isNaN(offeredTokens)) return offeredTokens;
  return messages.reduce((sum, { content }) => sum + estimateTokens(content), 0);
}
