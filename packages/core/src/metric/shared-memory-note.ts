import type { PhaseStreams } from '../stream/phase-streams.ts';
import { formatBytes } from './format-value.ts';
import { residentSeries } from './resident-memory.ts';

const PSS_COLUMN = 'edge.pssBytes';

/** The proportional size is worth a remark when it is below the sum of resident sizes by so much, as a share. */
const SHARED_SHARE = 0.02;

/**
 * What a sum of resident sizes hides where several processes share pages: the proportional size (PSS), in which each page counts
 * once, as read at the last edge of the phase. Undefined where it was not read, or hides nothing.
 */
export function sharedMemoryNote(phase: PhaseStreams): string | undefined {
  const edge = phase.survey.get(PSS_COLUMN);
  const sumBytes = residentSeries(phase).bytes.at(-1);
  if (edge === undefined || sumBytes === undefined) return undefined;
  // Edges are read as the phase begins and as it ends.
  const middleNs = (phase.beganNs + phase.endedNs) / 2;
  const last = edge.value.filter((_, row) => (edge.timeNs[row] ?? Number.NaN) > middleNs);
  if (last.length < 2) return undefined;
  const onceBytes = last.reduce((sum, bytes) => sum + bytes, 0);
  if (!(onceBytes < sumBytes * (1 - SHARED_SHARE))) return undefined;
  return `counts shared pages in each of ${last.length} processes; ${formatBytes(onceBytes)} at the end with each page once (PSS)`;
}
