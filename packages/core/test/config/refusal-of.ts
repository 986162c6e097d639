import { ConfigError } from '@loadcell/core';

/** The two lines of the configuration error that something throws. */
export function refusalOf(act: () => unknown): {
  readonly text: string;
  readonly help: string | undefined;
} {
  try {
    act();
  } catch (error) {
    if (error instanceof ConfigError) return { text: error.summary, help: error.help };
    throw error;
  }
  throw new Error('it was taken');
}
