import type { RequestPurpose } from '../../stream/rows/request-row.ts';
import type { StageDecided } from '../../stream/stage/stage-decided.ts';
import type { StageCancel } from '../../stream/stage/stage-cancel.ts';
import type { StageLevel, StageLoad } from '../../stream/stage/stage-load.ts';
import { describeEnding } from '../../stream/stage/describe-ending.ts';
import { TargetDiedError } from '../../target/errors.ts';
import type { PromptOrigin, PromptSharing } from '../../workload/supply/prompt-supply.ts';
import type { PhaseContext } from '../phase.ts';
import type { LimitSettings } from './ending/limit-options.ts';
import { refuseToGoOn } from './ending/refuse-to-go-on.ts';
import { StageLimits } from './ending/stage-limits.ts';
import type { DrawCut } from './cancel/cut-draw.ts';
import { StageWatch, type WindowEnding } from './stage-watch.ts';
import type { UntilDecided } from './until-decided/until-decided.ts';

/** What is known of a stage before anything of it is made or sent. */
export interface StageFacts {
  readonly name: string;
  readonly load: StageLoad;
  /** Of a level of a sweep. */
  readonly level?: StageLevel;
  /** Which measured requests the client cancels on purpose; absent where none. */
  readonly cancel?: StageCancel;
  /** Requests, or conversations, at its beginning that are not measured. */
  readonly warmup: number;
  readonly origin: PromptOrigin;
  readonly sharing?: PromptSharing;
  readonly ending: WindowEnding;
  /** Looks at a stage until decided; absent for other stages. */
  readonly untilDecided?: UntilDecided;
  /** When it ends itself; the defaults when absent. */
  readonly limits?: LimitSettings;
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
  /** Called once for each measured request; absent where none is cancelled on purpose. */
  readonly drawCut?: DrawCut;
  readonly watch: StageWatch;
  /** Looks at a stage until decided; absent for other stages. */
  readonly untilDecided?: UntilDecided;
  /** Decides when the stage ends itself. */
  readonly limits: StageLimits;
}

/**
 * Runs the load of a stage, or of a part of one, between the events of its beginning and its end. The end is written
 * whatever becomes of the load, but for an abort and a target that died: the stage is not whole then.
 * @param load puts the load on, and resolves when its last request is over
 * @throws as {@link refuseToGoOn} does, after the end of the stage is written
 */
export async function inStage(
  phase: PhaseContext,
  facts: StageFacts,
  load: (phase: PhaseContext, watch: StageWatch, limits: StageLimits) => Promise<void>,
): Promise<StageWatch> {
  const { name, level, cancel, warmup, origin, sharing, ending, untilDecided } = facts;
  const watch = new StageWatch(phase.slos, ending);
  const limits = new StageLimits(facts.limits, {
    hasSucceeded: phase.watch.hasSucceeded,
    hasLoadEnded: () => watch.hasLoadEnded,
  });
  const limited = limits.watch(watch.watch(phase.journal.inStage(name)));
  const journal = untilDecided?.watch(limited) ?? limited;
  limits.signal.addEventListener('abort', () => {
    if (limits.ending !== undefined) watch.noteEndedItself(limits.ending);
  });
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
    const working = load({ ...phase, journal }, watch, limits);
    const [outcome] = await Promise.allSettled([working]);
    const isRun = outcome.status === 'fulfilled' && watch.endedBy === undefined;
    const decided = isRun ? untilDecided?.conclude() : undefined;
    if (!isCutOff(phase, outcome)) noteEnd(journal, name, watch, decided);
    await working;
  });
  if (level === undefined) refuseToGoOn(phase, name, watch);
  return watch;
}

function isCutOff({ signal }: PhaseContext, outcome: PromiseSettledResult<void>): boolean {
  if (signal.aborted) return true;
  return outcome.status === 'rejected' && outcome.reason instanceof TargetDiedError;
}

function noteEnd(
  journal: PhaseContext['journal'],
  stage: string,
  watch: StageWatch,
  decided: StageDecided | undefined,
): void {
  const { beganNs, endedNs, clientCpuNs } = watch.window;
  const { endedBy } = watch;
  journal.event({
    kind: 'stage-ended',
    stage,
    windowBeganNs: beganNs,
    windowEndedNs: endedNs,
    ...(clientCpuNs === undefined ? {} : { clientCpuNs }),
    ...(decided === undefined ? {} : { decided }),
    ...(endedBy === undefined ? {} : { endedBy }),
  });
  if (endedBy !== undefined) journal.step(`stage ${stage} ${describeEnding(endedBy)}`);
}
