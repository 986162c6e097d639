import type { PhaseStreams } from '../../stream/phase-streams.ts';
import { ServerMemorySchema, type ServerMemory } from '../../stream/events/memory-parts.ts';

/** The last memory breakdown that the server of a phase reported; undefined without one. */
export function serverMemory({ events }: PhaseStreams): ServerMemory | undefined {
  const reported = events.findLast((event) => event.kind === 'server-memory-parts');
  return reported === undefined ? undefined : ServerMemorySchema.parse(reported);
}
