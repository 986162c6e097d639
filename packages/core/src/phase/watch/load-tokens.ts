import type { LoadOutcome, LoadRequest } from '../../target/http/load-plan.ts';
import { estimateTokens } from '../../workload/text/estimate-tokens.ts';
import type { TokenCount } from '../phase.ts';

/** Counts the tokens of one load: its requests are made ahead, and what is never sent is given back in the end. */
export class LoadTokens {
  readonly #tokens: TokenCount | undefined;
  #input = 0;
  #output = 0;

  /** @param tokens of the run; nothing is counted without */
  constructor(tokens: TokenCount | undefined) {
    this.#tokens = tokens;
  }

  /** The same requests, each counted as it is made. @throws what counting throws */
  *counted(requests: Iterable<LoadRequest>): Generator<LoadRequest> {
    for (const request of requests) yield this.count(request);
  }

  /** Counts a request. @throws what counting throws */
  count(request: LoadRequest): LoadRequest {
    if (this.#tokens === undefined) return request;
    const input = inputTokensOf(request);
    this.#tokens.take(input, request.maxTokens);
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

  /** The load is over: what was not sent never is. */
  end(): void {
    this.#tokens?.giveBack(this.#input, this.#output);
    this.#input = 0;
    this.#output = 0;
  }
}

function inputTokensOf({ offeredTokens, messages }: LoadRequest): number {
  if (!Number.isNaN(offeredTokens)) return offeredTokens;
  return messages.reduce((sum, { content }) => sum + estimateTokens(content), 0);
}
