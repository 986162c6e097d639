import type { PageCacheDrop } from '../collector/page-cache/drop-from-page-cache.ts';
import { ATTACHED_REASON, canSwitchModels } from '../config/target/check-target.ts';
import type { RunConfig } from '../config/parse-config.ts';
import type { PhaseName } from '../spec/contract/test-config.ts';
import type { LoadcellError } from '../spec/error/errors.ts';
import { nowNs } from '../stream/clock.ts';
import type { EventOf } from '../stream/events/run-event.ts';
import type { RunRecorder } from '../stream/files/run-recorder.ts';
import type { Target } from '../target/target.ts';
import { isLead, sliceOf } from '../workload/slice/slice.ts';
import type { LoadFiles } from '../workload/load-files.ts';
import { failsEveryRequest, failsToStart } from './phase/fails-every-request.ts';
import { createPhaseJournal, createRequestCounter } from '../phase/create-journal.ts';
import { runPhase } from './phase/run-phase.ts';
import type { StageSync } from '../phase/stage/sync/stage-sync.ts';
import { TokenLimit } from './plan/token-limit.ts';

/** What phases run on, known before the first of them. */
export interface PhasesToRun {
  readonly makeTarget: (phase: PhaseName) => Target;
  /** Models of the target; `Infinity` where they are unknown before a server starts. */
  readonly modelCount: number;
  readonly files: LoadFiles;
  /** What was dropped from the page cache; absent where nothing was. */
  readonly pageCache?: PageCacheDrop;
}

/** The run that phases belong to. */
export interface RunOfPhases {
  readonly config: RunConfig;
  readonly nonce: string;
  /** Connects its stages with those of other workers. */
  readonly sync: StageSync;
  readonly recorder: RunRecorder;
  /** Epoch milliseconds of CLOCK_MONOTONIC zero. */
  readonly clockEpochMs: number;
  /** Its reason ends the run. */
  readonly controller: AbortController;
  readonly onPhase: (phase: PhaseName) => void;
  readonly onStep: (phase: PhaseName, line: string) => void;
}

/** Runs the phases of a configuration in order; one that cannot run, or could not succeed, is skipped with the reason. */
export async function runPhases(
  run: RunOfPhases,
  { makeTarget, modelCount, files, ...rest }: PhasesToRun,
): Promise<void> {
  const { config, nonce, sync, recorder, clockEpochMs, controller, onPhase, onStep } = run;
  // Only the first start is cold: it brings the files back.
  let { pageCache } = rest;
  const counter = createRequestCounter();
  const { maxTokens } = config;
  const tokens =
    maxTokens === undefined ? {} : { tokens: new TokenLimit(sliceOf(maxTokens, config.slice)) };
  let hasSucceeded = false;
  let hopeless: string | undefined;
  for (const { name } of config.phases) {
    const skip = hopeless === undefined ? whySkipped(run, name, modelCount) : { reason: hopeless };
    if (skip !== undefined) {
      recorder.event({ kind: 'phase-skipped', atNs: nowNs(), phase: name, ...skip });
      continue;
    }
    onPhase(name);
    const failure = await runPhase({
      name,
      config,
      nonce,
      sync,
      target: makeTarget(name),
      files,
      ...tokens,
      recorder,
      journal: createPhaseJournal(name, recorder, counter, (line) => onStep(name, line)),
      ...(pageCache === undefined ? {} : { pageCache }),
      clockEpochMs,
      signal: controller.signal,
      abort: (reason) => controller.abort(reason),
    });
    pageCache = undefined;
    hasSucceeded ||= failure === undefined;
    // A server that failed after another phase succeeded may serve the next one again.
    if (!hasSucceeded) hopeless = whyHopeless(name, failure);
  }
}

function whySkipped(
  { config, controller }: Pick<RunOfPhases, 'config' | 'controller'>,
  name: PhaseName,
  modelCount: number,
): Pick<EventOf<'phase-skipped'>, 'reason' | 'isOfOtherWorker'> | undefined {
  if (controller.signal.aborted) return { reason: 'the run ended before it' };
  if (name !== 'cross-model') return undefined;
  if (!canSwitchModels(config.target)) return { reason: ATTACHED_REASON };
  if (modelCount < 2) {
    return { reason: 'only one model is configured; pass a second one with --model' };
  }
  return isLead(config.slice)
    ? undefined
    : { reason: 'slice 0 runs it for all workers', isOfOtherWorker: true };
}

/** Why no later phase can succeed after the failure of an earlier one; undefined where one may. */
function whyHopeless(phase: PhaseName, failure: LoadcellError | undefined): string | undefined {
  if (failsEveryRequest(failure)) return `no request of phase ${phase} succeeded`;
  return failsToStart(failure) ? `the server did not start in phase ${phase}` : undefined;
}
