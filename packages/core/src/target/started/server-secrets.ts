import { maskCommandLine } from '../../spec/redaction/mask-command-line.ts';
import { REDACTED } from '../../spec/redaction/mask-text.ts';
import type { HttpTargetOptions } from '../server/http-target-options.ts';
import type { ServerCommand } from './server-process.ts';

/** Variables with secrets. Values such as that of USER would occur in every path of an output. */
const SECRET_VARIABLE = /(?:token|key|secret|password|passwd|credentials?)$/i;
/** Shorter values are not masked: they may be ordinary words of an output. */
const SHORTEST = 8;

/** Secrets that the output file of a server must not contain: from its arguments, its variables and requests. */
export function secretsOf(
  { words, environment }: ServerCommand,
  { apiKey, secrets = [] }: Pick<HttpTargetOptions, 'apiKey' | 'secrets'>,
): string[] {
  const variables = { ...process.env, ...environment };
  const kept = maskCommandLine(words);
  return [
    ...words.flatMap((word, index) => maskedPartOf(word, kept[index] ?? word)),
    ...Object.entries(variables).flatMap(([name, value]) =>
      SECRET_VARIABLE.test(name) && value !== undefined && value.length >= SHORTEST ? [value] : [],
    ),
    ...(apiKey === undefined ? [] : [apiKey]),
    ...secrets,
  ];
}

/** The masked part of a word, where that is its end. */
function maskedPartOf(word: string, kept: string): string[] {
  if (kept === word || !kept.endsWith(REDACTED)) return [];
  const shown = kept.slice(0, -REDACTED.length);
  return word.startsWith(shown) ? [word.slice(shown.length)] : [];
}
