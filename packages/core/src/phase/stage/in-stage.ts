import type { PhaseName } from '../../spec/contract/test-config.ts';
import type { RequestPurpose } from '../../stream/rows/request-row.ts';
import type { StageDecided } from '../../stream/stage/stage-decided.ts';
import type { StageCancel } from '../../stream/stage/stage-cancel.ts';
import type { StageLevel, StageLoad } from '../../stream/stage/stage-load.ts';
import { describeEnding } from '../../stream/stage/describe-ending.ts';
import { TargetDiedError } from '../../target/errors.ts';
import type { PromptOrigin, PromptSharing } from '../../workload/supply/prompt-supply.ts';
import { isWhole, type Slice } from '../../workload/slice/slice.ts';
import type { PhaseContext } from '../phase.ts';
import type { PhaseJournal } from '../phase-journal.ts';
import type { Limits } from './ending/limit-options.ts';
import { refuseToGoOn } from './ending/refuse-to-go-on.ts';
import { StageLimits } from './ending/stage-limits.ts';
import type { DrawCut } from './cancel/cut-draw.ts';
import type { DrawModel } from './mix/model-mix.ts';
import { JointStage } from './sync/joint-stage.ts';
import type { StageTotals } from './sync/stage-sync.ts';
import { StageWatch, type WindowEnding } from './stage-watch.ts';
import type { UntilDecided } from './until-decided/until-decided.ts';

/** Facts of a stage that are known before anything of it is made or sent. */
export interface StageFacts {
  readonly phase: PhaseName;
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
  /** Ends a stage once its criteria are decided; absent for other stages. */
  readonly untilDecided?: UntilDecided;
  /** When the stage ends itself; the defaults when absent. */
  readonly limits?: Partial<Limits>;
}

/** What the load of a stage is sent with. */
export interface StageWork {
  /** With the journal of the stage. */
  readonly phase: PhaseContext;
  readonly name: string;
  readonly model: string;
  readonly warmup: number;
  /** Places of its requests, or conversations, in the load of all workers; all of them when absent. */
  readonly slice?: Slice;
  /** Of its measured requests. */
  readonly purpose: Extract<RequestPurpose, 'load' | 'probe' | 'sequential'>;
  /** Whether the output tokens are exact, and not a maximum. */
  readonly isLengthDemanded: boolean;
  /** Called once for each measured request; absent where none is canceled on purpose. */
  readonly drawCut?: DrawCut;
  /** Called once for each request, or conversation; absent where all are for `model`. */
  readonly drawModel?: DrawModel;
  readonly watch: StageWatch;
  /** Ends a stage once its criteria are decided; absent for other stages. */
  readonly untilDecided?: UntilDecided;
  /** Decides when the stage ends itself. */
  readonly limits: StageLimits;
  /**
   * Called once, when the load is prepared.
   * @returns when it starts, CLOCK_MONOTONIC nanoseconds; undefined for immediately
   */
  readonly begin: () => Promise<number | undefined>;
}

/** What a stage gives to its load. */
export type StageInside = Pick<StageWork, 'phase' | 'watch' | 'limits' | 'begin'>;

/**
 * Runs the load of a stage, or of a part of one, between the events of its beginning and its end. The end is recorded
 * unless the run was aborted or the target died: the stage is incomplete then.
 * @param load sends the load, and resolves when its last request has ended
 * @returns how the stage went, over all workers
 * @throws as {@link refuseToGoOn} does, after the end of the stage is recorded
 */
export async function inStage(
  phase: PhaseContext,
  facts: StageFacts,
  load: (inside: StageInside) => Promise<void>,
): Promise<StageTotals> {
  const { name, level, cancel, warmup, origin, sharing, ending, untilDecided } = facts;
  const watch = new StageWatch(phase.slos, ending);
  const limits = new StageLimits(facts.limits, {
    hasSucceeded: phase.watch.hasSucceeded,
    hasLoadEnded: () => watch.hasLoadEnded,
  });
  const key = { phase: facts.phase, stage: name };
  const joint = new JointStage(phase, key, {
    limits,
    ...(untilDecided === undefined ? {} : { untilDecided }),
  });
  const recorded = phase.journal.inStage(name);
  const journal: PhaseJournal = {
    ...recorded,
    request: (row) => {
      watch.take(row);
      recorded.request(row);
      limits.take(row);
      untilDecided?.take(row);
    },
  };
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
      ...(isWhole(phase.slice) ? {} : { slice: phase.slice }),
      prompts: origin,
      ...(sharing === undefined ? {} : { sharing }),
    });
    const { begin } = joint;
    const working = load({ phase: { ...phase, journal }, watch, limits, begin });
    const [outcome] = await Promise.allSettled([working]);
    // A stage that ran out of requests before it was decided is concluded by those that it had.
    const { endedBy } = watch;
    const isOver = endedBy === undefined || endedBy.kind === 'exhausted';
    const decided = outcome.status === 'fulfilled' && isOver ? untilDecided?.conclude() : undefined;
    joint.close();
    if (!isCutOff(phase, outcome)) noteEnd(journal, name, watch, decided);
    await working;
  });
  const totals = await joint.end(watch.totals);
  if (level === undefined) refuseToGoOn(phase, name, totals);
  return totals;
}

function isCutOff({ signal }: PhaseContext, outcome: PromiseSettledResult<void>): boolean {
  if (signal.aborted) return true;
  return outcome.status === 'rejected' && outcome.reason instanceof TargetDiedError;
}

function noteEnd(
  journal: PhaseJournal,
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
