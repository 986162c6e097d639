import type { MergeOptions } from '../merge-options.ts';
import { isLoader, type Doubt, type MergePart } from '../part/merge-part.ts';

/** More missing slices are counted, not named. */
const MOST_NAMED = 5;

/** Whether every share of the load is there once, and every machine that was to watch. */
export function checkSlices(
  parts: readonly MergePart[],
  expected: MergeOptions['expected'],
): Doubt[] {
  const loaders = parts.filter(isLoader);
  const count = expected?.slices ?? Math.max(1, ...loaders.map(({ slice }) => slice?.count ?? 1));
  const unlike = loaders.filter(({ slice }) => slice?.count !== count);
  const sent = new Set(loaders.map(({ slice }) => slice?.index));
  const missing = missingSlices(
    Array.from({ length: count }, (_, index) => index).filter((index) => !sent.has(index)),
    count,
  );
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

/** One doubt: many missing slices have one cause. */
function missingSlices(indices: readonly number[], count: number): Doubt[] {
  if (indices.length === 0) return [];
  const named = indices.slice(0, MOST_NAMED).map((index) => `${index}/${count}`);
  const rest = indices.length - named.length;
  const names = [...named, ...(rest === 0 ? [] : [`${rest} more`])].join(', ');
  return [
    { reason: indices.length === 1 ? `slice ${names} is missing` : `slices ${names} are missing` },
  ];
}
