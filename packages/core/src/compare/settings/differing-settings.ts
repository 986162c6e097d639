import type { SettingValue } from '../../spec/server-settings.ts';
import type { ServerResult } from '../../report/results/server-result.ts';

/** A setting of the server in which two sides differ. */
export interface SettingDifference {
  name: string;
  /** Every value that runs of the base had, each once; empty where none reported it. */
  base: SettingValue[];
  candidate: SettingValue[];
}

/** A run with what its server reported; undefined where no settings were read. */
interface RunWithServer {
  readonly server?: ServerResult | undefined;
}

/**
 * Settings in which the server of a candidate differs from that of the base, by name. Where a side has none at all, there is
 * nothing to compare. They forbid no comparison: most often they are what is compared.
 */
export function differingSettings(
  base: readonly RunWithServer[],
  candidate: readonly RunWithServer[],
): SettingDifference[] {
  const before = valuesOf(base);
  const after = valuesOf(candidate);
  if (before.size === 0 || after.size === 0) return [];
  return [...new Set([...before.keys(), ...after.keys()])]
    .toSorted()
    .map((name) => ({
      name,
      base: [...(before.get(name) ?? [])],
      candidate: [...(after.get(name) ?? [])],
    }))
    .filter((one) => !isSame(one.base, one.candidate));
}

function valuesOf(runs: readonly RunWithServer[]): ReadonlyMap<string, ReadonlySet<SettingValue>> {
  const values = new Map<string, Set<SettingValue>>();
  for (const [name, value] of runs.flatMap(({ server }) =>
    Object.entries(server?.settings ?? {}),
  )) {
    const known = values.get(name) ?? new Set();
    values.set(name, known.add(value));
  }
  return values;
}

function isSame(one: readonly SettingValue[], other: readonly SettingValue[]): boolean {
  return one.length === other.length && one.every((value) => other.includes(value));
}
