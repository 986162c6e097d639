import { TestError } from '../../spec/error/errors.ts';
import type { FleetFacts } from '../../stream/machines/fleet-facts.ts';
import type { PhaseFailure } from '../phase-failures.ts';

/** Why a phase over several machines is unreliable, whatever its criteria found: one for each cause, with its machine. */
export function fleetFailures(fleet: FleetFacts | undefined, phase: string): PhaseFailure[] {
  if (fleet === undefined) return [];
  const lost = fleet.lost.map(
    ({ machine, reason }) => `Machine ${machine} was lost: ${reason.replace(/\.$/, '')}.`,
  );
  const unreliable = fleet.unreliable
    .filter((event) => event.phase === undefined || event.phase === phase)
    .map(({ machine, reason }) =>
      machine === undefined
        ? `${reason.charAt(0).toUpperCase()}${reason.slice(1)}.`
        : `Machine ${machine}: ${reason}.`,
    );
  return [...lost, ...unreliable].map((text) => ({
    kind: 'unreliable',
    error: new TestError(`${text} The figures are unreliable.`, { phase }, { code: 'UNRELIABLE' }),
  }));
}
