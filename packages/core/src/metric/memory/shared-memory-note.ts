import type { PhaseStreams } from '../../stream/phase-streams.ts';
import { formatBytes } from '../format/format-value.ts';

const PSS_COLUMN = 'edge.pssBytes';

/** The proportional size is worth a remark when it is below the sum of resident sizes by so much, as a share. */
const SHARED_SHARE = 0.02;

/**
 * Whether a sum of resident sizes counts so much several times that it is worth a remark.
 * @param onceBytes the same with each page counted once; `NaN` where it was not read
 */
export function countsSharedPages(sumBytes: number, onceBytes: number): boolean {
  return onceBytes < sumBytes * (1 - SHARED_SHARE);
}

/**
 * What a sum of resident sizes hides where several processes share pages: the proportional size (PSS), in which each page counts
 * once, as read at the last edge of the phase. Undefined where it was not read, or hides nothing.
 * @param sumBytes the sum at the end of the phase
 */
export function sharedMemoryNote(phase: PhaseStreams, sumBytes: number): string | undefined {
  const edge = phase.survey.get(PSS_COLUMN);
  if (edge === undefined) return undefined;
  // Edges are read as the phase begins and as it ends.
  const middleNs = (phase.beganNs + phase.endedNs) / 2;
  const last = edge.value.filter((_, row) => (edge.timeNs[row] ?? Number.NaN) > middleNs);
  if (last.length < 2) return undefined;
  const onceBytes = last.reduce((sum, bytes) => sum + bytes, 0);
  if (!countsSharedPages(sumBytes, onceBytes)) return undefined;
  return `counts shared pages in each of ${last.length} processes; ${formatBytes(onceBytes)} at the end with each page once (PSS)`;
}
