import { isSecretName } from './secret-names.ts';

/** Replaces a secret value. */
export const REDACTED = '[redacted]';

/** Shorter values would mask ordinary words; no server issues such keys. */
const MIN_MASKED_CHARACTERS = 4;

/** `user:password@` of a URL. */
const URL_USER = /(?<scheme>\b[a-z][a-z\d+.-]{0,20}:\/\/)[^\s/?#"']*@/gi;

/** Secret by their form, under any name: values after an authorization scheme, and keys of known services. */
const SECRET_FORMS = [
  /(?<=\bbearer\s)[^\s"',;]{4,}/gi,
  /\bsk-[\w-]{16,}/g,
  /\bhf_[A-Za-z\d]{16,}/g,
  /\bgh[oprsu]_[A-Za-z\d]{20,}/g,
  /\bAKIA[A-Z\d]{16}\b/g,
  /\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*/g,
] as const;

/** The rest of the line belongs to the header: `Authorization: Basic dXNlcjpw`. */
const HEADER =
  /(?<name>[\w-]{0,40}authorization)(?<between>\s{0,8}:\s{0,8})(?<value>[^"'\r\n,}]+)/gi;

const VALUE = String.raw`(?<value>"[^"]*"|'[^']*'|[^\s"',;&)}\]]+)`;

/** `NAME=value`, `name: value`, `"name": "value"`: variables, URL parameters, JSON, Python output. */
const PAIR = new RegExp(
  String.raw`(?<name>[A-Za-z_][\w.-]{0,63})(?<between>\\?["']?\s{0,8}[=:]\s{0,8}\\?)${VALUE}`,
  'g',
);

/** `--name value` within one text, as in the command of a shell. */
const FLAG = new RegExp(
  String.raw`(?<=^|\s)(?<name>--?[A-Za-z][\w.-]{0,63})(?<between>\s{1,8})(?!--)${VALUE}`,
  'g',
);

/** Replaces values of secret names; the value of another name is scanned again, since it may contain a pair. */
function maskNamed(text: string, pattern: RegExp): string {
  const parts: string[] = [];
  let doneTo = 0;
  pattern.lastIndex = 0;
  for (let found = pattern.exec(text); found !== null; found = pattern.exec(text)) {
    const { name = '', between = '', value = '' } = found.groups ?? {};
    const valueFrom = found.index + name.length + between.length;
    if (!isSecretName(name)) {
      pattern.lastIndex = valueFrom;
      continue;
    }
    const quote = /^["']/.exec(value)?.[0] ?? '';
    parts.push(text.slice(doneTo, valueFrom), quote, REDACTED, quote);
    doneTo = valueFrom + value.length;
    // The bracket at the end of an earlier mask is not part of an unquoted value.
    if (value === REDACTED.slice(0, -1)) doneTo += 1;
  }
  return [...parts, text.slice(doneTo)].join('');
}

/** The text without secrets known by their value, such as the API key of requests. */
export function maskValues(text: string, secrets: readonly string[]): string {
  return (
    secrets
      .filter((secret) => secret.length >= MIN_MASKED_CHARACTERS)
      // A secret within another one, such as a token in a value with its scheme, would leave the rest of it.
      .toSorted((one, other) => other.length - one.length)
      .reduce((masked, secret) => masked.replaceAll(secret, REDACTED), text)
  );
}

/**
 * The text without secrets: known values, users and passwords of URLs, headers and keys of known forms, and values
 * after a secret name (`api_key=…`, `"password": "…"`, `--hf-token …`).
 * @param secrets known by their value
 */
export function maskText(text: string, secrets: readonly string[] = []): string {
  const known = maskValues(text, secrets).replaceAll(URL_USER, `$<scheme>${REDACTED}@`);
  const named = [HEADER, PAIR, FLAG].reduce(maskNamed, known);
  return SECRET_FORMS.reduce((masked, form) => masked.replaceAll(form, REDACTED), named);
}
