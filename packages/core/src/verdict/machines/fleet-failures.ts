import { LoadcellError, TestError } from '../../spec/error/errors.ts';
import type { FleetFacts } from '../../stream/machines/fleet-facts.ts';
import type { PhaseFailure } from '../phase-failures.ts';

/** Why a phase over several machines is unreliable, whatever its criteria found: one for each cause, with its machine. */
export function fleetFailures(fleet: FleetFacts | undefined, phase: string): PhaseFailure[] {
  if (fleet === undefined) return [];
  const unreliable = fleet.unreliable.filter(
    (event) => event.phase === undefined || event.phase === phase,
  );
  return [...fleet.lost.map(lossText), ...unreliable.map(doubtText)].map((text) => ({
    kind: 'unreliable',
    error: new TestError(`${text} The figures are unreliable.`, { phase }, { code: 'UNRELIABLE' }),
  }));
}

/**
 * Why a run over several machines has no phase that ran, besides the errors of the run: machines that were lost and that no
 * error names; where there is no error at all, every other cause, too.
 */
export function fleetErrors(
  fleet: FleetFacts | undefined,
  errors: readonly Error[],
): LoadcellError[] {
  if (fleet === undefined) return [];
  const lost = fleet.lost.filter(
    ({ reason }) => !errors.some(({ message }) => message.includes(withoutStop(reason))),
  );
  const unreliable = errors.length > 0 ? [] : fleet.unreliable;
  return [...lost.map(lossText), ...unreliable.map(doubtText)].map(
    (text) => new LoadcellError('UNRELIABLE', text),
  );
}

/** A lost machine, in a sentence. */
export function lossText({
  machine,
  reason,
}: Pick<FleetFacts['lost'][number], 'machine' | 'reason'>): string {
  return `Machine ${machine} was lost: ${withoutStop(reason)}.`;
}

function doubtText({ machine, reason }: FleetFacts['unreliable'][number]): string {
  return machine === undefined
    ? `${reason.charAt(0).toUpperCase()}${reason.slice(1)}.`
    : `Machine ${machine}: ${reason}.`;
}

function withoutStop(reason: string): string {
  return reason.replace(/\.$/, '');
}
