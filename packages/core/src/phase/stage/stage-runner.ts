import type { StageLoad } from '../../stream/stage/stage-load.ts';
import type { PhaseContext } from '../phase.ts';
import type { StageFacts, StageWork } from './in-stage.ts';
import type { FixedEnd } from './options/resolve-stages.ts';
import type { StagePrompts } from './stage-prompts.ts';
import type { StageWatch } from './stage-watch.ts';

/** What the stages of a phase have in common. */
export interface StageSetting {
  readonly phase: PhaseContext;
  /** Resident. */
  readonly model: string;
  readonly prompts: StagePrompts;
  /** Whether responses are to have all of their tokens, and not at most these. */
  readonly isLengthDemanded: boolean;
  /** How stages went that are over, by name. */
  readonly ended: ReadonlyMap<string, StageWatch>;
}

/** A stage that is ready to begin: what is known of it, and what puts its load on the target. */
export interface ReadyStage extends Pick<
  StageFacts,
  'load' | 'origin' | 'sharing' | 'ending' | 'untilDecided'
> {
  /** What the client has to be ready for. */
  readonly expected: Parameters<NonNullable<PhaseContext['client']>['calibrate']>[0];
  readonly run: (work: StageWork) => Promise<void>;
}

/** How a stage ends, as the events say it. */
export function endingOf(
  end: FixedEnd,
): Pick<Extract<StageLoad, { kind: 'closed' }>, 'durationMs' | 'minRequests' | 'requests'> {
  return end.kind === 'count'
    ? { requests: end.requests }
    : { durationMs: end.durationMs, minRequests: end.minRequests };
}
