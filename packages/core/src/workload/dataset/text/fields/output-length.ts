import { estimateTokens } from '../../../text/estimate-tokens.ts';
import type { OutputLength } from '../../dataset.ts';
import { RowError } from '../rows/row-error.ts';
import { isPresent, numberAt, unexpected } from './json-fields.ts';

/**
 * A length of output that a row sets, or undefined where it sets none.
 * @throws {RowError} unless it is a whole number of at least 1
 */
export function outputLengthAt(
  value: unknown,
  at: string,
  kind: OutputLength['kind'] = 'cap',
): OutputLength | undefined {
  if (!isPresent(value)) return undefined;
  const tokens = numberAt(value, at);
  if (!Number.isInteger(tokens)) throw unexpected(at, 'a whole number', value);
  if (tokens === 0) throw new RowError(`${at}: 0 tokens of output, which servers refuse`, 'failed');
  return { tokens, kind };
}

/** About the length of a recorded answer; undefined where it has no words. */
export function lengthOfAnswer(text: string): OutputLength | undefined {
  const tokens = estimateTokens(text);
  return tokens === 0 ? undefined : { tokens, kind: 'estimate' };
}
