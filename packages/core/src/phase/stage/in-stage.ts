import type { RequestPurpose } from '../../stream/request-row.ts';
import type { StageCancel } from '../../stream/stage/stage-cancel.ts';
import type { StageLevel, StageLoad } from '../../stream/stage/stage-load.ts';
import { TargetDiedError } from '../../target/errors.ts';
import type { PromptOrigin, PromptSharing } from '../../workload/supply/prompt-supply.ts';
import type { PhaseContext } from '../phase.ts';
import type { DrawCut } from './cancel/cut-draw.ts';
import { StageWatch, type WindowEnding } from './stage-watch.ts';

/** What is known of a stage before anything of it is made or sent. */
export interface StageFacts {
  readonly name: string;
  readonly load: StageLoad;
  /** Of a level of a sweep. */
  readonly level?: StageLevel;
  /** Which measured requests it abandons on purpose. */
  readonly cancel?: StageCancel;
  /** Requests, or conversations, at its beginning that are not measured. */
  readonly warmup: number;
  readonly origin: PromptOrigin;
  readonly sharing?: PromptSharing;
  readonly ending: WindowEnding;
}

/** What puts the load of a stage on the target. */
export interface StageWork {
  /** With the journal of the stage. */
  readonly phase: PhaseContext;
  readonly name: string;
  readonly model: string;
  readonly warmup: number;
  /** Of its measured requests. */
  readonly purpose: Extract<RequestPurpose, 'load' | 'probe' | 'sequential'>;
  /** Whether responses are to have all of their tokens, and not at most these. */
  readonly isLengthDemanded: boolean;
  /** Called once for each measured request; absent where none is cut. */
  readonly drawCut?: DrawCut;
  readonly watch: StageWatch;
}

/**
 * Runs the load of a stage, or of a part of one, between the events of its beginning and its end. The end is written
 * whatever becomes of the load, but for an abort and a target that died: the stage is not whole then.
 * @param load puts the load on, and resolves when its last request is over
 */
export async function inStage(
  phase: PhaseContext,
  facts: StageFacts,
  load: (phase: PhaseContext, watch: StageWatch) => Promise<void>,
): Promise<StageWatch> {
  const { name, level, cancel, warmup, origin, sharing, ending } = facts;
  const watch = new StageWatch(phase.objectives, ending);
  const journal = watch.watch(phase.journal.inStage(name));
  await phase.journal.aroundStage(async () => {
    journal.event({
      kind: 'stage-began',
      stage: name,
      load: facts.load,
      ...(level === undefined ? {} : { level }),
      ...(cancel === undefined ? {} : { cancel }),
      warmupRequests: warmup,
      seed: phase.seed,
      prompts: origin,
      ...(sharing === undefined ? {} : { sharing }),
    });
    const working = load({ ...phase, journal }, watch);
    const [outcome] = await Promise.allSettled([working]);
    if (!isCutOff(phase, outcome)) noteEnd(journal, name, watch);
    await working;
  });
  return watch;
}

function isCutOff({ signal }: PhaseContext, outcome: PromiseSettledResult<void>): boolean {
  if (signal.aborted) return true;
  return outcome.status === 'rejected' && outcome.reason instanceof TargetDiedError;
}

function noteEnd(journal: PhaseContext['journal'], stage: string, watch: StageWatch): void {
  const { beganNs, endedNs, clientCpuNs } = watch.window;
  journal.event({
    kind: 'stage-ended',
    stage,
    windowBeganNs: beganNs,
    windowEndedNs: endedNs,
    ...(clientCpuNs === undefined ? {} : { clientCpuNs }),
  });
}
