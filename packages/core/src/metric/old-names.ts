import { adviseName } from '../spec/nearest-name.ts';

/** Former names of metrics, with their new names. */
const OLD_NAMES: ReadonlyMap<string, string> = new Map([
  ['cacheHitRatio', 'cacheHitRate'],
  ['memoryAnonSwap', 'anonymousMemory'],
  ['memoryResidue', 'retainedMemory'],
  ['sendLag', 'sendDelay'],
  ['switchDoubleResidency', 'switchMemoryOverlap'],
  ['timeToFirstTokenResponse', 'scheduledTimeToFirstToken'],
]);

function capitalized(name: string): string {
  return name.slice(0, 1).toUpperCase() + name.slice(1);
}

/** What to do about a metric name that is unknown: use its new name, or the nearest. Imperative, lower case. */
export function adviseMetric(name: string, known: readonly string[]): string {
  const renamed = renamedMetric(name) ?? name;
  const isRenamed = renamed !== name && known.includes(renamed);
  return isRenamed ? `use "${renamed}", its new name` : adviseName(renamed, known);
}

/**
 * A metric name or criterion key with the old name of a metric replaced by its new one: `p95SendLag` gives
 * `p95SendDelay`. Undefined without an old name.
 */
export function renamedMetric(key: string): string | undefined {
  for (const [old, name] of OLD_NAMES) {
    if (key.includes(old)) return key.replace(old, name);
    if (key.includes(capitalized(old))) return key.replace(capitalized(old), capitalized(name));
  }
  return undefined;
}
