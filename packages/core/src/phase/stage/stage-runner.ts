import type { StageLoad } from '../../stream/stage/stage-load.ts';
import type { PhaseContext } from '../phase.ts';
import type { StageFacts, StageWork } from './in-stage.ts';
import type { ModelMix } from './mix/model-mix.ts';
import type { FixedEnd } from './options/resolve-stages.ts';
import type { StagePrompts } from './stage-prompts.ts';
import type { StageWatch } from './stage-watch.ts';

/** What the stages of a phase share. */
export interface StageSetting {
  readonly phase: PhaseContext;
  /** Name of the loaded model. */
  readonly model: string;
  readonly prompts: StagePrompts;
  /** Whether the output tokens are exact, and not a maximum. */
  readonly isLengthDemanded: boolean;
  /** Weights of the models that requests are drawn for; the loaded model alone when absent. */
  readonly models?: ModelMix;
  /** Earlier stages by name. */
  readonly ended: ReadonlyMap<string, StageWatch>;
}

/** A stage that is ready to begin, and the function that sends its load. */
export interface ReadyStage extends Pick<
  StageFacts,
  'load' | 'origin' | 'sharing' | 'ending' | 'untilDecided'
> {
  /** The load that the client must be ready for. */
  readonly expected: Parameters<NonNullable<PhaseContext['client']>['calibrate']>[0];
  readonly run: (work: StageWork) => Promise<void>;
}

/** How a stage ends, as events record it. */
export function endingOf(
  end: FixedEnd,
): Pick<Extract<StageLoad, { kind: 'closed' }>, 'durationMs' | 'minRequests' | 'requests'> {
  return end.kind === 'count'
    ? { requests: end.requests }
    : { durationMs: end.durationMs, minRequests: end.minRequests };
}
