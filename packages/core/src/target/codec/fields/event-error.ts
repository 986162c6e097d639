import { errorMessageOf } from './error-message.ts';
import { isRecord, textOf } from './json-fields.ts';

type JsonRecord = Readonly<Record<string, unknown>>;

/** Statuses below this are not errors. */
const LEAST_ERROR_STATUS = 400;

/** Whether an error field has content: servers put `""`, `{}`, `0` or `null` where there is no error. */
function saysSomething(error: unknown): boolean {
  if (typeof error === 'string') return error.trim() !== '';
  if (typeof error === 'number') return error !== 0;
  if (typeof error === 'boolean') return error;
  if (Array.isArray(error)) return error.some(saysSomething);
  return isRecord(error) && Object.values(error).some(saysSomething);
}

/** The message of an `error` field; undefined if it has no content. */
export function messageOfError(error: unknown): string | undefined {
  return saysSomething(error) ? errorMessageOf(error) : undefined;
}

/**
 * The message of an event that is an error although it has no `error` field: `{ detail }`, `{ message, code }`,
 * `{ type: "error", … }`. Only for events that contribute nothing else to a response.
 */
export function messageOfBareError(event: JsonRecord): string | undefined {
  for (const field of ['detail', 'errors', 'error_msg', 'error_message']) {
    if (saysSomething(event[field])) return errorMessageOf(event[field]);
  }
  const isNamed = [event['type'], event['object'], event['event']].some((name) =>
    /error/i.test(textOf(name)),
  );
  if (isNamed) return errorMessageOf(event);
  return textOf(event['message']) !== '' && isErrorBesideMessage(event)
    ? errorMessageOf(event)
    : undefined;
}

/** A message alone or with an error code is an error; any other may be queue news, for example. */
function isErrorBesideMessage(event: JsonRecord): boolean {
  if (Object.keys(event).length === 1) return true;
  return ['code', 'status', 'statusCode', 'status_code'].some((field) => {
    const code = event[field];
    if (typeof code === 'number') return code >= LEAST_ERROR_STATUS || code < 0;
    return /^[45]\d\d$|error|invalid|fail|exceeded|denied|unauthorized/i.test(textOf(code));
  });
}
