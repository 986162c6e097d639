import { formatNumber } from '../../metric/format/format-value.ts';
import type { TokenCount } from '../../phase/phase.ts';
import { LoadcellError } from '../../spec/error/errors.ts';

/**
 * Bounds the tokens that a run requests: of each request its prompt and its maximum output, whatever the response has. A
 * request counts before it is sent, once, also where it is sent again or redirected.
 */
export class TokenLimit implements TokenCount {
  readonly #limit: number;
  #requested = 0;

  /** @param limit tokens, above 0 */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /**
   * Counts a request.
   * @throws {LoadcellError} of code TOKEN_LIMIT when it would exceed the limit; it does not count then
   */
  take(inputTokens: number, outputTokens: number): void {
    const tokens = inputTokens + outputTokens;
    if (this.#requested + tokens > this.#limit) {
      throw new LoadcellError(
        'TOKEN_LIMIT',
        `The next request of ${formatNumber(tokens)} tokens would exceed the limit of ${formatNumber(this.#limit)} tokens (${formatNumber(this.#requested)} requested).`,
        { help: 'raise --max-tokens (maxTokens), or ask for fewer requests or tokens' },
      );
    }
    this.#requested += tokens;
  }

  giveBack(inputTokens: number, outputTokens: number): void {
    this.#requested -= inputTokens + outputTokens;
  }
}
