import { plainLine } from './plain-line.ts';

/** The description of a target, as a run records it. */
export interface DescribedTarget {
  /** Kind and version. */
  readonly target: string;
  readonly models: readonly string[];
  readonly details?: Readonly<Record<string, string | number | boolean>>;
}

/** The target in one line: the server or the engine, its models, and its process where it is sampled. */
export function targetLine({ target, models, details = {} }: DescribedTarget): string {
  const { product, listedModels, modelList, pid, pidUnconfirmed, url } = details;
  const warning = pidUnconfirmed === undefined ? '' : ` (${String(pidUnconfirmed)})`;
  const named = models.length === 1 ? `model ${models.join('')}` : `models ${models.join(', ')}`;
  const choice =
    typeof listedModels === 'number'
      ? ` (${models.length} of ${listedModels} listed; --model chooses another)`
      : '';
  const unlisted = modelList === undefined ? '' : ` (not listed: ${String(modelList)})`;
  return plainLine(
    [
      `${url === undefined ? 'Engine' : 'Server'}: ${product === undefined ? target : String(product)}`,
      ...(models.length === 0 ? [] : [`${named}${choice}${unlisted}`]),
      ...(pid === undefined ? [] : [`PID ${String(pid)}${warning}`]),
    ].join(', '),
  );
}
