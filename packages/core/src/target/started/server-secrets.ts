import { maskCommandLine } from '../../spec/redaction/mask-command-line.ts';
import { REDACTED } from '../../spec/redaction/mask-text.ts';
import type { HttpTargetOptions } from '../server/http-target-options.ts';
import type { ServerCommand } from './server-process.ts';

/** Variables that hold a key. USER and the like are in every path of an output. */
const SECRET_VARIABLE = /(?:token|key|secret|password|passwd|credentials?)$/i;
/** A shorter value is a word that stands in an output for other reasons. */
const SHORTEST = 8;

/** Secrets of a server that its output must not carry into a file: of its arguments and variables, and those of requests. */
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

/** What of a word was masked, where it was its end. */
function maskedPartOf(word: string, kept: string): string[] {
  if (kept === word || !kept.endsWith(REDACTED)) return [];
  const shown = kept.slice(0, -REDACTED.length);
  return word.startsWith(shown) ? [word.slice(shown.length)] : [];
}
