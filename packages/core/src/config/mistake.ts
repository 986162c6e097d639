import { ConfigError } from '../spec/errors.ts';

/** Something that is wrong in a configuration. */
export interface Mistake {
  /** Where it is and what is wrong: a sentence with its period. */
  readonly text: string;
  /** What to do about it, where the text does not say it: imperative, lower case, no period. */
  readonly help?: string;
}

/**
 * Refuses a configuration with mistakes.
 * @throws {ConfigError} of two lines for one mistake, else of one line for each
 */
export function refuseMistakes(mistakes: readonly Mistake[]): void {
  const [only, ...others] = mistakes.map(toError);
  if (only === undefined) return;
  if (others.length === 0) throw only;
  throw new ConfigError([only, ...others].map(({ message }) => message).join('\n'));
}

function toError({ text, help }: Mistake): ConfigError {
  return new ConfigError(text, help === undefined ? {} : { help });
}
