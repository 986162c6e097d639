import type { LoadcellErrorOptions } from './errors.ts';

/**
 * The message and options of the error that replaces a native one, whose message states what happened and, in its last
 * sentence, what to do. An error of one sentence has no help.
 */
export function withAdvice(error: Error): readonly [what: string, options: LoadcellErrorOptions] {
  const [what, help] = splitAdvice(error.message);
  return [what, { cause: error, ...(help === undefined ? {} : { help }) }];
}

function splitAdvice(message: string): readonly [what: string, advice: string | undefined] {
  const end = message.lastIndexOf('. ');
  if (end === -1) return [message, undefined];
  return [message.slice(0, end + 1), asHelp(message.slice(end + 2))];
}

/** A sentence of advice as the help of an error: lower case, no period. */
export function asHelp(sentence: string): string {
  return `${sentence.charAt(0).toLowerCase()}${sentence.slice(1).replace(/\.$/, '')}`;
}
