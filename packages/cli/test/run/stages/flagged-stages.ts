import { ConfigError } from '@loadcell/core';
import { RUN_FLAGS } from '../../../src/run/flags.ts';
import { withStages } from '../../../src/run/stages/stage-flags.ts';

/** Values of flags by name; lists for repeated flags, an empty text for switches. */
export type FlagTexts = Readonly<Record<string, string | readonly string[]>>;

/** The configuration with flags applied. @param file the content of the file, unchecked */
export function configOf(flags: FlagTexts, file: unknown = {}): unknown {
  const texts = Object.entries(flags).map(
    ([name, text]) => [name, typeof text === 'string' ? [text] : text] as const,
  );
  return withStages(file, RUN_FLAGS, new Map(texts));
}

/** The stages of the load phase with flags applied. @param stages those of the file */
export function stagesOf(flags: FlagTexts, stages?: readonly unknown[]): unknown {
  const config = configOf(flags, stages === undefined ? {} : { phases: { load: { stages } } });
  const load: unknown = Reflect.get(Object(Reflect.get(Object(config), 'phases')), 'load');
  return Reflect.get(Object(load), 'stages');
}

/** The error for flags. @throws {Error} when they are accepted */
export function refusal(
  flags: FlagTexts,
  stages?: readonly unknown[],
): { readonly text: string; readonly help: string | undefined } {
  try {
    stagesOf(flags, stages);
  } catch (error) {
    if (error instanceof ConfigError) return { text: error.summary, help: error.help };
    throw error;
  }
  throw new Error('The flags were accepted.');
}
