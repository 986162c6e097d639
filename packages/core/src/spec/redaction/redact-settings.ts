import { isAllowedVariable, isEnvironmentBlock } from './environment-names.ts';
import { maskText, REDACTED } from './mask-text.ts';
import { isSecretName } from './secret-names.ts';

/** Deeper than the settings of any server; deeper values are omitted, so that no response exhausts the stack. */
const MAX_DEPTH = 16;

/**
 * JSON without secrets: values of secret names are replaced at any depth, and texts are masked as in
 * {@link maskText}. Of an environment only variables of an allow list remain. Whether something is set stays visible:
 * null, an empty text and a boolean are not secrets.
 * @param value from JSON.parse
 * @param secrets known by their value
 */
export function redactSettings(value: unknown, secrets: readonly string[] = []): unknown {
  return redact(value, secrets, MAX_DEPTH);
}

function redact(value: unknown, secrets: readonly string[], depth: number): unknown {
  if (typeof value === 'string') return maskText(value, secrets);
  if (typeof value !== 'object' || value === null) return value;
  if (depth === 0) return null;
  if (Array.isArray(value)) return value.map((item) => redact(item, secrets, depth - 1));
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [
      // A map may have secret keys, such as usage by key.
      maskText(name, secrets),
      redactField(name, item, secrets, depth),
    ]),
  );
}

function redactField(
  name: string,
  value: unknown,
  secrets: readonly string[],
  depth: number,
): unknown {
  if (isSecretName(name)) return isNoSecret(value) ? value : REDACTED;
  if (isEnvironmentBlock(name) && value !== null) return redactEnvironment(value, secrets, depth);
  return redact(value, secrets, depth - 1);
}

/** An environment as a text or a list has no names to judge by and is not kept. */
function redactEnvironment(value: unknown, secrets: readonly string[], depth: number): unknown {
  if (typeof value !== 'object' || Array.isArray(value) || value === null) return REDACTED;
  const kept = Object.entries(value).filter(([name]) => isAllowedVariable(name));
  return redact(Object.fromEntries(kept), secrets, depth - 1);
}

function isNoSecret(value: unknown): boolean {
  return value === null || value === '' || typeof value === 'boolean';
}
