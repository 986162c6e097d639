/** Durations in the headers of a response, milliseconds; `NaN` where there are none. */
export interface TimingHeaders {
  readonly queueMs: number;
  readonly totalMs: number;
  readonly gatewayOverheadMs: number;
}

/** A number without a sign, as servers write durations. */
const PLAIN_NUMBER = /^\d+(?:\.\d+)?(?:e[+-]?\d+)?$/iu;

/**
 * Reads the headers of TGI (for responses in one piece; `x-queue-time` alone may be anything) and of the LiteLLM proxy. The
 * duration that LiteLLM sends with a stream ends where the stream begins, so it is not that of the response.
 * @param headers names in lower case
 */
export function readTimingHeaders(
  headers: ReadonlyMap<string, string>,
  isStreamed: boolean,
): TimingHeaders {
  const isOfTgi = headers.has('x-queue-time') && headers.has('x-inference-time');
  return {
    queueMs: isOfTgi ? msOf(headers, 'x-queue-time') : Number.NaN,
    totalMs: isOfTgi
      ? msOf(headers, 'x-total-time')
      : isStreamed
        ? Number.NaN
        : msOf(headers, 'x-litellm-response-duration-ms'),
    gatewayOverheadMs: msOf(headers, 'x-litellm-overhead-duration-ms'),
  };
}

function msOf(headers: ReadonlyMap<string, string>, name: string): number {
  const text = headers.get(name)?.trim() ?? '';
  return PLAIN_NUMBER.test(text) ? Number(text) : Number.NaN;
}
