import { textOfContent } from '../../spec/content/chat-message.ts';
import type { LoadOutcome, LoadRequest } from '../../target/server/load/load-request.ts';
import { estimateTokens } from '../../workload/text/estimate-tokens.ts';
import type { TokenCount } from '../phase.ts';

/**
 * Counts the tokens of one load. Its requests are made ahead: those never sent are given back at the end, and a refused one
 * only matters if the load reaches it, so it ends the requests instead of throwing.
 */
export class LoadTokens {
  readonly #tokens: TokenCount | undefined;
  #input = 0;
  #output = 0;
  #refusal: { readonly reason: unknown } | undefined;

  /** @param tokens of the run; undefined without a limit */
  constructor(tokens: TokenCount | undefined) {
    this.#tokens = tokens;
  }

  /** Counts each request as it is made, and ends before the first that is refused. */
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

  /** A request has ended; one that was sent stays counted. */
  noteOver({ request, finished }: LoadOutcome): void {
    if (this.#tokens === undefined || Number.isNaN(finished.facts.sentNs)) return;
    this.#input -= inputTokensOf(request);
    this.#output -= request.maxTokens;
  }

  /** The load has sent all of its requests. @throws the reason why one was refused */
  throwRefusal(): void {
    if (this.#refusal !== undefined) throw this.#refusal.reason;
  }

  /** Gives back what was never sent. */
  end(): void {
    this.#tokens?.giveBack(this.#input, this.#output);
    this.#input = 0;
    this.#output = 0;
  }
}

function inputTokensOf({ offeredTokens, mostInputTokens, messages }: LoadRequest): number {
  if (mostInputTokens !== undefined) return mostInputTokens;
  if (!Number.isNaN(offeredTokens)) return offeredTokens;
  return messages.reduce((sum, { content }) => sum + estimateTokens(textOfContent(content)), 0);
}
