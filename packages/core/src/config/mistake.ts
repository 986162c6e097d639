import { ConfigError } from '../spec/error/errors.ts';

/** An error in a configuration. */
export interface Mistake {
  /** Where and what it is: lower case, no period. */
  readonly text: string;
  /** What to do, unless the text says it: imperative, lower case, no period. */
  readonly help?: string;
}

/** The same mistake, with its place before the text. */
export function placed(where: string, mistake: Mistake): Mistake {
  return { ...mistake, text: `${where}: ${mistake.text}` };
}

/**
 * Refuses a configuration with mistakes.
 * @throws {ConfigError} of two lines for one mistake, else of one line for each; the help below where it is the same for all
 */
export function refuseMistakes(mistakes: readonly Mistake[]): void {
  const [only, ...others] = mistakes.map(toError);
  if (only === undefined) return;
  if (others.length === 0) throw only;
  const { help } = mistakes[0] ?? {};
  const isShared = help !== undefined && mistakes.every((one) => one.help === help);
  const lines = isShared
    ? mistakes.map(({ text }) => text)
    : [only, ...others].map(({ message }) => message);
  throw new ConfigError(lines.join('\n'), isShared ? { help } : {});
}

function toError({ text, help }: Mistake): ConfigError {
  return new ConfigError(text, help === undefined ? {} : { help });
}
