import type { PhaseStreams } from '../../../stream/phase-streams.ts';
import { SOURCES_PER_CGROUP } from '../../../stream/rows/survey-stream.ts';
import type { Evidence } from '../recommendation.ts';
import { figure, inEachPhase, type PhaseFinding, type FindingDefinition } from '../finding.ts';
import { growthBetween, largestTotalOf } from '../survey-reading.ts';
import {
  heldBytes,
  nearestCgroup,
  shareOf,
  workingBytes,
  type CgroupNearness,
} from './cgroup-nearness.ts';
import { NEAR_LIMIT } from './near-memory-limit.ts';

/** Subtracted cache below this share of the limit is not shown. */
const WORTH_SHOWING = 0.01;

export const nearCgroupLimit: FindingDefinition = {
  name: 'near-cgroup-limit',
  meaning:
    'A cgroup of the target came close to its memory limit, or to the point from which the kernel slows it down. Inactive file cache is subtracted, since it fills every cgroup that reads files. Critical where the kernel cannot reclaim the memory, a warning where it had to reclaim some, else a note.',
  section: 'memory',
  look: inEachPhase(({ streams }) => [...nearLimit(streams), ...nearHigh(streams)]),
};

function nearLimit(streams: PhaseStreams): PhaseFinding[] {
  const nearest = nearestCgroup(streams);
  if (nearest === undefined || !(shareOf(nearest) >= NEAR_LIMIT)) return [];
  const { limitBytes } = nearest;
  const held = heldIn(streams, nearest);
  const reclaims = growthBetween(streams, 'cgroupMemory.limitHits', {
    fromNs: streams.beganNs,
    toNs: streams.endedNs,
    source: nearest.source,
  });
  const isHeld = Number.isNaN(held) || held >= NEAR_LIMIT * limitBytes;
  return [
    {
      severity: isHeld ? 'critical' : reclaims > 0 ? 'warning' : 'note',
      finding: 'Memory came close to the cgroup limit (OOM kill)',
      evidence: [
        ...usage(nearest, 'limit'),
        ...(Number.isNaN(held) ? [] : [figure('not reclaimable', 'bytes', held)]),
        ...(reclaims > 0 ? [figure('limit hits', 'count', reclaims)] : []),
        ...swapOf(streams, nearest),
      ],
      advice: isHeld
        ? 'At the limit the kernel kills a process of the cgroup. Raise the limit or load less.'
        : 'This includes page cache in use, which the kernel can reclaim at the cost of rereading weights. Raise the limit or load less.',
    },
  ];
}

/** Memory that the kernel cannot drop; where the cache of the cgroup is unknown, the anonymous memory of the target. */
function heldIn(streams: PhaseStreams, nearest: CgroupNearness): number {
  const held = heldBytes(nearest);
  return Number.isNaN(held) ? largestTotalOf(streams, 'processMemory.anonBytes') : held;
}

function nearHigh(streams: PhaseStreams): PhaseFinding[] {
  const nearest = nearestCgroup(streams, 'cgroupLimit.highBytes');
  if (nearest === undefined || !(heldIn(streams, nearest) >= NEAR_LIMIT * nearest.limitBytes)) {
    return [];
  }
  return [
    {
      severity: 'warning',
      finding: 'Memory came close to memory.high of the cgroup',
      evidence: usage(nearest, 'memory.high'),
      advice:
        'Above it the kernel slows down the processes of the cgroup. Raise memory.high or load less.',
    },
  ];
}

function usage(nearest: CgroupNearness, limitName: string): Evidence[] {
  const { source, usedBytes, inactiveFileBytes, limitBytes } = nearest;
  return [
    figure('used', 'bytes', workingBytes(nearest)),
    figure(limitName, 'bytes', limitBytes),
    figure('share', 'ratio', shareOf(nearest)),
    { name: 'limit held by', value: levelName(source % SOURCES_PER_CGROUP) },
    ...(inactiveFileBytes > WORTH_SHOWING * limitBytes
      ? [figure('with inactive file cache', 'bytes', usedBytes)]
      : []),
  ];
}

function levelName(level: number): string {
  if (level === 0) return 'the cgroup of the target';
  return level === 1
    ? 'the cgroup above the target'
    : `the cgroup ${level} levels above the target`;
}

/** Swap that the cgroup used, and its limit; nothing where it used none, or the kernel does not report it. */
function swapOf({ survey }: PhaseStreams, { source }: CgroupNearness): Evidence[] {
  const largest = (column: string): number => {
    const series = survey.get(column);
    if (series === undefined) return Number.NaN;
    return series.value.reduce(
      (most, value, row) => (series.source[row] === source && !(value <= most) ? value : most),
      Number.NaN,
    );
  };
  const swap = largest('cgroupLimit.swapBytes');
  const limit = largest('cgroupLimit.swapLimitBytes');
  if (!(swap > 0)) return [];
  return [
    figure('swap', 'bytes', swap),
    ...(Number.isFinite(limit) ? [figure('swap limit', 'bytes', limit)] : []),
  ];
}
