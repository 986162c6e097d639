import { formatNumber } from '../../metric/format/format-value.ts';
import type { TokenCount } from '../../phase/phase.ts';
import { LoadcellError } from '../../spec/error/errors.ts';

/**
 * Limits the tokens that a run requests: the prompt and the maximum output of each request, whatever its response. A request
 * counts once, before it is sent, even if it is resent or redirected.
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
        `the next request of ${formatNumber(tokens)} tokens would exceed the limit of ${formatNumber(this.#limit)} tokens (${formatNumber(this.#requested)} requested)`,
        { help: 'raise --max-tokens (maxTokens), or configure fewer requests or tokens' },
      );
    }
    this.#requested += tokens;
  }

  giveBack(inputTokens: number, outputTokens: number): void {
    this.#requested -= inputTokens + outputTokens;
  }
}
