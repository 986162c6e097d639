import type { TargetConfig } from './config-schema.ts';

const MODEL = '{model}';

/**
 * The commands that start servers, by the model that each serves. One under an empty name serves whatever models it lists.
 * @returns none where no server is started
 */
export function serverCommands({
  command,
  models,
}: Pick<TargetConfig, 'command' | 'models'>): ReadonlyMap<string, readonly string[]> {
  const own = models.flatMap((model) =>
    typeof model === 'object' && 'command' in model ? [[model.name, model.command] as const] : [],
  );
  if (own.length > 0) return new Map(own);
  if (command === undefined) return new Map();
  const names = models.flatMap((model) => (typeof model === 'string' ? [model] : []));
  const isNamed = command.some((word) => word.includes(MODEL));
  return isNamed && names.length > 0
    ? new Map(names.map((name) => [name, command]))
    : new Map([['', command]]);
}
