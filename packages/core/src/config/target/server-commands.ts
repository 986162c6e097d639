import type { TargetConfig } from '../config-schema.ts';

const MODEL = '{model}';

/**
 * The commands that start servers, by the model that each serves; under an empty name, the models that the server lists.
 * @returns an empty map when Loadcell starts no server
 */
export function serverCommands({
  command,
  models,
}: Pick<TargetConfig, 'command' | 'models'>): ReadonlyMap<string, readonly string[]> {
  const own = models.flatMap((model) =>
    typeof model === 'object' && 'command' in model ? [[model.name, model.command] as const] : [],
  );
  if (own.length > 0) return new Map(own.map(([name, words]) => [name, fillModel(words, name)]));
  if (command === undefined) return new Map();
  const names = models.flatMap((model) => (typeof model === 'string' ? [model] : []));
  const isNamed = command.some((word) => word.includes(MODEL));
  const served = isNamed && names.length > 0 ? names : [''];
  return new Map(served.map((name) => [name, fillModel(command, name)]));
}

function fillModel(words: readonly string[], name: string): string[] {
  return words.map((word) => word.replaceAll(MODEL, name));
}
