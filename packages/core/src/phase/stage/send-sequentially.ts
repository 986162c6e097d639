import type { PhaseName } from '../../spec/contract/test-config.ts';
import { nowNs } from '../../stream/clock.ts';
import { LoadEnd } from '../../target/server/load/pacing/load-end.ts';
import { isLead } from '../../workload/slice/slice.ts';
import type { PhaseContext } from '../phase.ts';
import { issueRequest } from '../step/issue-request.ts';
import type { ModelPrompts } from '../step/step-prompts.ts';
import { loadEnding } from './kind/closed-stage.ts';
import { beginOnTime } from './loop/closed-loop.ts';
import { inStage } from './in-stage.ts';
import type { FixedEnd } from './options/resolve-stages.ts';
import { endingOf } from './stage-runner.ts';

/** The end of sequential requests, and their lengths. */
export interface SequentialOptions {
  readonly phase: PhaseName;
  readonly end: FixedEnd;
  readonly prompts: ModelPrompts;
  readonly outputTokens: number;
}

/** Sends one request after another: the stage `sequential`, or a part of it. */
export async function sendSequentially(
  phase: PhaseContext,
  model: string,
  options: SequentialOptions,
): Promise<void> {
  const { end, prompts } = options;
  const facts = {
    phase: options.phase,
    name: 'sequential',
    load: { kind: 'sequential', ...endingOf(end) },
    warmup: 0,
    origin: prompts.origin,
    ending: end.kind === 'count' ? 'last-request' : 'load',
  } as const;
  // One request after another is a load of one worker; the others wait for its end.
  if (!isLead(phase.slice)) {
    await inStage(phase, facts, async ({ begin }) => {
      await begin();
    });
    return;
  }
  const sending = { beginsNs: nowNs(), next: prompts.next() };
  await inStage(phase, facts, async ({ phase: inside, watch, limits, begin }) => {
    await beginOnTime({ phase: inside, begin });
    const over = new AbortController();
    const stop = (): void => {
      if (over.signal.aborted) return;
      over.abort();
      watch.noteLoadEnded(nowNs());
    };
    const onPast = (): void => {
      if (loadEnd.isReached(false)) stop();
    };
    const loadEnd = new LoadEnd(loadEnding(end), onPast, limits.signal);
    const untilNs = sending.beginsNs + (end.kind === 'time' ? end.durationMs * 1e6 : 0);
    const most = end.kind === 'count' ? end.requests : Infinity;
    try {
      for (let sent = 0; sent < most && !over.signal.aborted; sent += 1) {
        // Past its time, requests only add up to the minimum number, and only while they succeed.
        if (inside.watch.isHopeless(untilNs)) return stop();
        inside.signal.throwIfAborted();
        loadEnd.noteSent(nowNs());
        watch.noteSent(false);
        const asking = issueRequest(inside, {
          purpose: 'sequential',
          model,
          ...sending.next,
          maxTokens: options.outputTokens,
        });
        // The next prompt is made while this request is in flight.
        sending.next = prompts.next();
        const generation = await asking;
        const isSuccessful = generation !== undefined;
        if (sent === 0 && isSuccessful) loadEnd.correctFirstSent(generation.sentNs);
        loadEnd.take({ isWarmup: false, isSuccessful, endNs: nowNs() });
        if (loadEnd.isReached(false)) stop();
      }
    } finally {
      loadEnd.stop();
    }
  });
}
