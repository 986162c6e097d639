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
  const advice = message.slice(end + 2).replace(/\.$/, '');
  return [message.slice(0, end + 1), `${advice.charAt(0).toLowerCase()}${advice.slice(1)}`];
}
