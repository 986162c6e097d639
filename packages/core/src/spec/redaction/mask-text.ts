import { isSecretName } from './secret-names.ts';

/** What stands in place of a value that is not kept. */
export const REDACTED = '[redacted]';

/** A shorter one would mask ordinary words; no server gives out such keys. */
const MIN_MASKED_CHARACTERS = 4;

/** `user:password@` of a URL. */
const URL_USER = /(?<scheme>\b[a-z][a-z\d+.-]{0,20}:\/\/)[^\s/?#"']*@/gi;

/** Secret by their form, whatever the name around them is: what follows a scheme of headers, and keys of known services. */
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

/** `NAME=value`, `name: value`, `"name": "value"`: variables, parameters of a URL, JSON, what Python prints. */
const PAIR = new RegExp(
  String.raw`(?<name>[A-Za-z_][\w.-]{0,63})(?<between>\\?["']?\s{0,8}[=:]\s{0,8}\\?)${VALUE}`,
  'g',
);

/** `--name value` within one text, as in the command of a shell. */
const FLAG = new RegExp(
  String.raw`(?<=^|\s)(?<name>--?[A-Za-z][\w.-]{0,63})(?<between>\s{1,8})(?!--)${VALUE}`,
  'g',
);

/** Replaces values of names that are secret; what follows another name is looked at again, as it may hold a pair. */
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
    // The bracket that ends what was masked before is no part of an unquoted value.
    if (value === REDACTED.slice(0, -1)) doneTo += 1;
  }
  return [...parts, text.slice(doneTo)].join('');
}

/** The text without secrets that are known by their value, such as the key that requests carry. */
export function maskValues(text: string, secrets: readonly string[]): string {
  return (
    secrets
      .filter((secret) => secret.length >= MIN_MASKED_CHARACTERS)
      // One that another holds, as a token in a value with its scheme, would leave the rest of that.
      .toSorted((one, other) => other.length - one.length)
      .reduce((masked, secret) => masked.replaceAll(secret, REDACTED), text)
  );
}

/**
 * The text without secrets: values that are known, users and passwords of URLs, headers and keys of known forms, and what
 * stands after a secret name (`api_key=…`, `"password": "…"`, `--hf-token …`).
 * @param secrets known by their value
 */
export function maskText(text: string, secrets: readonly string[] = []): string {
  const known = maskValues(text, secrets).replaceAll(URL_USER, `$<scheme>${REDACTED}@`);
  const named = [HEADER, PAIR, FLAG].reduce(maskNamed, known);
  return SECRET_FORMS.reduce((masked, form) => masked.replaceAll(form, REDACTED), named);
}
