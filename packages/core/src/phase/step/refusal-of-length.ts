import type { TargetError } from '../../target/errors.ts';
import { RequestError } from '../../target/server/failure/request-error.ts';

/** Statuses of 4xx that mean something else than an over-long prompt. */
const OTHER_REFUSALS: ReadonlySet<number> = new Set([401, 403, 404, 405, 407, 408, 429]);

/** Failures with a message of the server. */
const WITH_MESSAGE: ReadonlySet<string> = new Set(['http-5xx', 'error-event']);

/** How servers and engines word that a prompt is too long. */
const DOES_NOT_FIT =
  /exceed|too (?:long|large|many tokens)|(?:longer|larger|greater) than|(?:does not|doesn't) fit|max(?:imum)?[ _](?:context|model|sequence|seq|prompt|input|token)/i;

/** Whether a target refused an over-long prompt because of its length, as it should. */
export function isRefusalOfLength(error: TargetError): boolean {
  if (!(error instanceof RequestError)) return DOES_NOT_FIT.test(error.message);
  const { kind, status = Number.NaN, message } = error.request.failure;
  if (status >= 400 && status < 500) return !OTHER_REFUSALS.has(status);
  return WITH_MESSAGE.has(kind) && DOES_NOT_FIT.test(message);
}
