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
  // The edge at the begin of the phase has the same processes: of each, the later reading counts.
  const latest = new Map<number, number>();
  for (const [row, pid] of edge.pid.entries()) latest.set(pid, edge.value[row] ?? Number.NaN);
  if (latest.size < 2) return undefined;
  let onceBytes = 0;
  for (const bytes of latest.values()) onceBytes += bytes;
  if (!(onceBytes < sumBytes * (1 - SHARED_SHARE))) return undefined;
  return `counts shared pages in each of ${latest.size} processes; ${formatBytes(onceBytes)} at the end with each page once (PSS)`;
}
