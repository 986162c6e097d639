import { explainUnknown, type UnknownName } from '../spec/nearest-name.ts';

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

/** Explains that a metric name is unknown, with its new name, if that is known here, or the nearest. */
export function explainUnknownMetric(name: string, known: readonly string[]): UnknownName {
  const renamed = renamedMetric(name);
  if (renamed === undefined || !known.includes(renamed)) {
    return explainUnknown('metric', name, known);
  }
  const { text } = explainUnknown('metric', name, known, renamed);
  return { text, help: `use "${renamed}", its new name` };
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
