import type { PhaseStreams } from '../../../stream/phase-streams.ts';
import { surveyOf, type SurveySeries } from '../../../stream/rows/survey-stream.ts';

/** How close a cgroup came to its own limit, at the moment when it was closest. */
export interface CgroupNearness {
  /** Which of the cgroups above the target, as in the columns of the survey. */
  readonly source: number;
  readonly usedBytes: number;
  readonly limitBytes: number;
  /** Inactive file cache within the usage at that moment; `NaN` where it was not read. */
  readonly inactiveFileBytes: number;
  readonly activeFileBytes: number;
}

/** Usage without what the kernel drops first, as `docker stats` and the kubelet count it; all of it where that is unknown. */
export function workingBytes({ usedBytes, inactiveFileBytes }: CgroupNearness): number {
  return usedBytes - (Number.isNaN(inactiveFileBytes) ? 0 : inactiveFileBytes);
}

/** Usage without file cache: what the kernel cannot drop. `NaN` where the cache was not read. */
export function heldBytes({
  usedBytes,
  inactiveFileBytes,
  activeFileBytes,
}: CgroupNearness): number {
  return usedBytes - inactiveFileBytes - activeFileBytes;
}

/**
 * The cgroup that came closest to its limit. Usage, cache and limit always belong to one cgroup and one moment.
 * @param limitColumn which limit
 * @returns undefined where no cgroup with a limit was read
 */
export function nearestCgroup(
  { survey }: PhaseStreams,
  limitColumn: 'cgroupMemory.limitBytes' | 'cgroupLimit.highBytes' = 'cgroupMemory.limitBytes',
): CgroupNearness | undefined {
  const used = survey.get('cgroupMemory.currentBytes');
  const limits = survey.get(limitColumn);
  if (used === undefined || limits === undefined) return undefined;
  let nearest: CgroupNearness | undefined;
  for (const source of new Set(limits.source)) {
    const limitAt = latest(surveyOf(limits, { source }));
    const inactiveAt = byTime(survey.get('cgroupLimit.inactiveFileBytes'), source);
    const activeAt = byTime(survey.get('cgroupLimit.activeFileBytes'), source);
    for (const [atNs, usedBytes] of byTime(used, source)) {
      // Far from its limit the cache of a cgroup is read less often: usage without it would look closer than it is.
      if (inactiveAt.size > 0 && !inactiveAt.has(atNs)) continue;
      const found = {
        source,
        usedBytes,
        limitBytes: limitAt(atNs),
        inactiveFileBytes: inactiveAt.get(atNs) ?? Number.NaN,
        activeFileBytes: activeAt.get(atNs) ?? Number.NaN,
      };
      if (shareOf(found) > (nearest === undefined ? 0 : shareOf(nearest))) nearest = found;
    }
  }
  return nearest;
}

/** Share of the limit that the working set takes; 0 without a limit. */
export function shareOf(nearness: CgroupNearness): number {
  return workingBytes(nearness) / nearness.limitBytes;
}

function byTime(series: SurveySeries | undefined, source: number): ReadonlyMap<number, number> {
  if (series === undefined) return new Map();
  const { timeNs, value } = surveyOf(series, { source });
  return new Map(Array.from(timeNs, (atNs, row) => [atNs, value[row] ?? Number.NaN] as const));
}

/** The last value read up to a moment; moments must ascend. `NaN` before the first reading. */
function latest({ timeNs, value }: SurveySeries): (atNs: number) => number {
  let row = -1;
  return (atNs) => {
    while ((timeNs[row + 1] ?? Number.POSITIVE_INFINITY) <= atNs) row += 1;
    return value[row] ?? Number.NaN;
  };
}
