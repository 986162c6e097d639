import type { PhaseStreams } from '../../stream/phase-streams.ts';
import { formatBytes } from '../format/format-value.ts';

const PSS_COLUMN = 'edge.pssBytes';

/** A remark is due when PSS is below the sum of RSS by more than this share. */
const SHARED_SHARE = 0.02;

/**
 * Whether a sum of RSS counts shared pages often enough for a remark.
 * @param onceBytes the sum with each page counted once; `NaN` where it was not read
 */
export function countsSharedPages(sumBytes: number, onceBytes: number): boolean {
  return onceBytes < sumBytes * (1 - SHARED_SHARE);
}

/**
 * A remark on shared pages in a sum of RSS: the proportional set size (PSS), in which each page counts
 * once, as read at the last edge of the phase. Undefined where it was not read, or differs little.
 * @param sumBytes the sum at the end of the phase
 */
export function sharedMemoryNote(phase: PhaseStreams, sumBytes: number): string | undefined {
  const edge = phase.survey.get(PSS_COLUMN);
  if (edge === undefined) return undefined;
  // Edges are read at the beginning and at the end of the phase; by a watching machine, also around stages.
  const middleNs = (phase.beganNs + phase.endedNs) / 2;
  const last = new Map<number, number>();
  for (const [row, bytes] of edge.value.entries()) {
    if ((edge.timeNs[row] ?? Number.NaN) > middleNs) last.set(edge.pid[row] ?? 0, bytes);
  }
  if (last.size < 2) return undefined;
  const onceBytes = [...last.values()].reduce((sum, bytes) => sum + bytes, 0);
  if (!countsSharedPages(sumBytes, onceBytes)) return undefined;
  return `counts shared pages in each of ${last.size} processes; PSS at the end ${formatBytes(onceBytes)}`;
}
