import type { TargetError } from '../../target/errors.ts';
import { RequestError } from '../../target/server/failure/request-error.ts';

/** Statuses of 4xx that say something else of a request than that it does not fit. */
const OTHER_REFUSALS: ReadonlySet<number> = new Set([401, 403, 404, 405, 407, 408, 429]);

/** Failures in which a server puts its own words. */
const SAID: ReadonlySet<string> = new Set(['http-5xx', 'error-event']);

/** How servers and engines say that a prompt does not fit. */
const DOES_NOT_FIT =
  /exceed|too (?:long|large|many tokens)|(?:longer|larger|greater) than|(?:does not|doesn't) fit|max(?:imum)?[ _](?:context|model|sequence|seq|prompt|input|token)/i;

/** Whether a target refused an over-long prompt for its length, which is what it should do with one. */
export function isRefusalOfLength(error: TargetError): boolean {
  if (!(error instanceof RequestError)) return DOES_NOT_FIT.test(error.message);
  const { kind, status = Number.NaN, message } = error.request.failure;
  if (status >= 400 && status < 500) return !OTHER_REFUSALS.has(status);
  return SAID.has(kind) && DOES_NOT_FIT.test(message);
}
