import { TargetError } from '../errors.ts';
import type { ListedModel, ServerFacts } from './probe-server.ts';

/** The models under test: those asked for, or all that the server lists. @throws {TargetError} when there is none */
export function chooseModels(
  facts: ServerFacts,
  wanted: readonly string[],
): ReadonlyMap<string, ListedModel> {
  const listed = new Map(facts.models.map((model) => [model.name, model]));
  if (wanted.length === 0 && listed.size > 0) return listed;
  if (wanted.length === 0) {
    throw new TargetError(
      'The server lists no model at /v1/models. Name the one that it runs with --model.',
      { code: 'NO_MODEL' },
    );
  }
  return new Map(
    wanted.map((name) => {
      const model = listed.get(name);
      if (model !== undefined) return [name, model] as const;
      // A server that lists nothing is asked on trust; its answers will tell.
      if (listed.size === 0) {
        return [name, { name, bytes: Number.NaN, contextTokens: Number.NaN }] as const;
      }
      throw new TargetError(unknownModel(name, [...listed.keys()]), { code: 'NO_MODEL' });
    }),
  );
}

/** Says which models there are instead. */
export function unknownModel(model: string, known: readonly string[]): string {
  return `The server does not have the model "${model}". It has: ${known.join(', ')}. Name one of these with --model.`;
}
