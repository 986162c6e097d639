import { adviseName } from '../spec/nearest-name.ts';

/** Names that metrics had once, with the names that took their place. */
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
  const renamed = renamedMetric(name);
  return renamed === undefined ? adviseName(name, known) : `use "${renamed}", its new name`;
}

/**
 * A metric name or a criterion key in which the old name of a metric is replaced by its new one: `p95SendLag` gives
 * `p95SendDelay`. Undefined where none is in it.
 */
export function renamedMetric(key: string): string | undefined {
  for (const [old, name] of OLD_NAMES) {
    if (key.includes(old)) return key.replace(old, name);
    if (key.includes(capitalized(old))) return key.replace(capitalized(old), capitalized(name));
  }
  return undefined;
}
