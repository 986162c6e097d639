import type { MergeOptions } from '../merge-options.ts';
import { isLoader, type Doubt, type MergePart } from '../part/merge-part.ts';

/** Whether every share of the load is there once, and every machine that was to watch. */
export function checkSlices(
  parts: readonly MergePart[],
  expected: MergeOptions['expected'],
): Doubt[] {
  const loaders = parts.filter(isLoader);
  const count = expected?.slices ?? Math.max(1, ...loaders.map(({ slice }) => slice?.count ?? 1));
  const unlike = loaders.filter(({ slice }) => slice?.count !== count);
  const missing = Array.from({ length: count }, (_, index) => index)
    .filter((index) => !loaders.some(({ slice }) => slice?.index === index))
    .map((index): Doubt => ({ reason: `slice ${index}/${count} is missing` }));
  const doubled = loaders.flatMap((part, place): Doubt[] => {
    const before = loaders.slice(0, place).find(({ slice }) => slice?.index === part.slice?.index);
    if (before === undefined || part.slice === undefined) return [];
    const reason = `slice ${part.slice.index}/${part.slice.count} was also sent by ${before.machine}`;
    return [{ machine: part.machine, reason }];
  });
  const watchers = (expected?.watchers ?? [])
    .filter((name) => !parts.some(({ machine }) => machine === name))
    .map((machine): Doubt => ({
      machine,
      reason: 'the recording of this watching machine is missing',
    }));
  return [
    ...unlike.map(({ machine, slice }): Doubt => ({
      machine,
      reason: `it sent slice ${slice?.index ?? 0}/${slice?.count ?? 1} of a load in ${count} slices`,
    })),
    ...missing,
    ...doubled,
    ...watchers,
  ];
}
