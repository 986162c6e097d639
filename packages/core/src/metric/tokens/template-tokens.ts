import type { PhaseStreams } from '../../stream/phase-streams.ts';

/**
 * Tokens that the server puts around every prompt of a model, such as its chat template, as the phase measured them.
 * @returns those of the model, else those of another model; 0 when unknown
 */
export function templateTokens({ events }: PhaseStreams, model: string): number {
  const measured = events.filter((event) => event.kind === 'template-measured');
  const own = measured.find((event) => event.model === model);
  return (own ?? measured[0])?.tokens ?? 0;
}
