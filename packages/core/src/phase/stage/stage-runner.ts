import type { StageLoad } from '../../stream/stage/stage-load.ts';
import type { Slice } from '../../workload/slice/slice.ts';
import type { PhaseContext } from '../phase.ts';
import type { StageFacts, StageWork } from './in-stage.ts';
import type { ModelMix } from './mix/model-mix.ts';
import type { FixedEnd } from './options/resolve-stages.ts';
import type { StagePrompts } from './stage-prompts.ts';
import type { StageTotals } from './sync/stage-sync.ts';

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
  /** Totals of earlier stages by name, of all workers. */
  readonly ended: ReadonlyMap<string, StageTotals>;
}

/** A stage that is ready to begin, and the function that sends its load. */
export interface ReadyStage extends Pick<
  StageFacts,
  'load' | 'origin' | 'sharing' | 'ending' | 'untilDecided'
> {
  /** The load that the client must be ready for. */
  readonly expected: Parameters<NonNullable<PhaseContext['client']>['calibrate']>[0];
  /** The part of this worker; undefined where it has none. */
  readonly slice: Slice | undefined;
  readonly run: (work: StageWork) => Promise<void>;
  /** Called with the totals of all workers after the stage, where a later one continues after its requests. */
  readonly conclude?: (totals: StageTotals) => void;
}

/** How a stage ends, as events record it. */
export function endingOf(
  end: FixedEnd,
): Pick<Extract<StageLoad, { kind: 'closed' }>, 'durationMs' | 'minRequests' | 'requests'> {
  return end.kind === 'count'
    ? { requests: end.requests }
    : { durationMs: end.durationMs, minRequests: end.minRequests };
}
