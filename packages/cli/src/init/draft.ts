import { configJsonSchema } from '@loadcell/core';
import { completeTarget } from './target/complete-target.ts';
import type { Places } from './target/places.ts';
import { KIND_NOUNS, type TargetFacts } from './target/target-kind.ts';
import { settingsFor } from './target/target-settings.ts';
import { onlyListed, withListed } from './template/listed-settings.ts';

/** What a file will hold, and what the user reads about it. */
export interface Draft {
  /** The settings to write, with their values as defaults. */
  readonly jsonSchema: unknown;
  /** Comments at the top of the file. */
  readonly heading: readonly string[];
  /** What was found out about the target. */
  readonly note?: string;
  /** Follows the name of the file. */
  readonly result: string;
}

const DEFAULTS = 'one without a default is commented out.';

/** Every setting at its default: the run of no configuration. */
export function draftDefaults(): Draft {
  return {
    jsonSchema: configJsonSchema(),
    heading: [`Every setting is at its default; ${DEFAULTS}`],
    result: '. Every setting is at its default; change what you need.',
  };
}

/**
 * The settings of a target: those that matter first, or all of them.
 * @throws {ConfigError} when a value is invalid or a file does not exist
 */
export async function draftTarget(
  facts: TargetFacts,
  places: Places,
  { listsAll }: { readonly listsAll: boolean },
): Promise<Draft> {
  const { kind } = facts;
  const { target, note } = await completeTarget(facts, places);
  const settings = settingsFor(kind, target);
  const subject = `for ${KIND_NOUNS[kind]}`;
  return {
    ...(listsAll
      ? {
          jsonSchema: withListed(configJsonSchema(), settings.facts),
          heading: [`A run ${subject}.`, `Every other setting is at its default; ${DEFAULTS}`],
        }
      : {
          jsonSchema: onlyListed(configJsonSchema(), settings.essentials),
          heading: [
            `A run ${subject}.`,
            'Settings that are not listed have their defaults; loadcell init --all lists them.',
          ],
        }),
    ...(note === undefined ? {} : { note }),
    result: ` ${subject}.`,
  };
}
