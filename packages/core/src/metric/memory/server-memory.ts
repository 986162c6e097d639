import type { PhaseStreams } from '../../stream/phase-streams.ts';
import { ServerMemorySchema, type ServerMemory } from '../../stream/events/memory-parts.ts';

/** What the server of a phase reported its memory is for, last; undefined where it did not. */
export function serverMemory({ events }: PhaseStreams): ServerMemory | undefined {
  const reported = events.findLast((event) => event.kind === 'server-memory-parts');
  return reported === undefined ? undefined : ServerMemorySchema.parse(reported);
}
