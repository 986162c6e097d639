import type { SettingValue } from '../../spec/server-settings.ts';
import type { ServerResult } from '../../report/results/server-result.ts';

/** A server setting that differs between two sides. */
export interface SettingDifference {
  name: string;
  /** Distinct values in the runs of the base; empty where none reported it. */
  base: SettingValue[];
  candidate: SettingValue[];
}

/** A run with the settings of its server; undefined where none were read. */
interface RunWithServer {
  readonly server?: ServerResult | undefined;
}

/**
 * Settings that differ between the servers of a candidate and the base, by name. Without any on one side, there is
 * nothing to compare. They do not prevent a comparison: most often they are under test.
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
