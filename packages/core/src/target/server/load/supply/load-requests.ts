import { contentOf } from '../../../../spec/content/request-content.ts';
import type { Prompt } from '../../../../workload/prompt.ts';
import { WHOLE, wholePlace, type Slice } from '../../../../workload/slice/slice.ts';
import type { LoadRequest } from '../load-request.ts';

/** Properties that all requests of a load share. */
export interface LoadSubject {
  readonly model: string;
  readonly isGreedy: boolean;
  /** Number of requests or conversations at the start that are not measured. */
  readonly warmup: number;
  /** Places of its requests, or conversations, in the load of all workers; all of them when absent. */
  readonly slice?: Slice;
  /** Whether each response must have all requested tokens; it may end earlier when absent. */
  readonly isLengthDemanded?: boolean;
  /** Draws the model of the next request, or conversation, that names none itself; `model` when absent. */
  readonly drawModel?: () => string;
  /** Draws when the next measured request is cut, milliseconds after its send; absent where none is. */
  readonly drawCut?: () => number | undefined;
}

function toRequest(
  {
    model,
    isGreedy,
    warmup,
    slice = WHOLE,
    isLengthDemanded = false,
    drawCut,
    drawModel,
  }: LoadSubject,
  prompt: Prompt,
  scheduledNs: number,
  index: number,
): LoadRequest {
  const isWarmup = index < warmup;
  const cutAfterMs = isWarmup ? undefined : drawCut?.();
  // Drawn for every request, so that the model of one does not depend on which others name their own.
  const drawn = drawModel?.();
  const request = {
    model: prompt.model ?? drawn ?? model,
    ...contentOf(prompt),
    isGreedy,
    isLengthDemanded: prompt.isLengthDemanded ?? isLengthDemanded,
    isWarmup,
    maxTokens: prompt.outputTokens,
    scheduledNs,
    offeredTokens: prompt.inputTokens,
    context: '',
    place: wholePlace(slice, index),
    ...(prompt.label === undefined ? {} : { label: prompt.label }),
    ...(prompt.turn === undefined ? {} : { turn: prompt.turn }),
    ...(prompt.sharedTokens === undefined ? {} : { sharedTokens: prompt.sharedTokens }),
  };
  return cutAfterMs === undefined ? request : { ...request, cutAfterMs };
}

/**
 * Requests of a schedule: one for each arrival while there are prompts.
 * @param offsetsNs of each arrival from the start of the load
 */
export function* requestsOfSchedule(
  subject: LoadSubject,
  prompts: Iterable<Prompt>,
  offsetsNs: Float64Array,
): Generator<LoadRequest> {
  let arrival = 0;
  for (const prompt of prompts) {
    const offsetNs = offsetsNs[arrival];
    if (offsetNs === undefined) return;
    yield toRequest(subject, prompt, offsetNs, arrival);
    arrival += 1;
    if (arrival === offsetsNs.length) return;
  }
}

/** Requests of a closed loop, each sent when another ends; infinite where the prompts are. */
export function* requestsOfClosedLoop(
  subject: LoadSubject,
  prompts: Iterable<Prompt>,
): Generator<LoadRequest> {
  let place = 0;
  for (const prompt of prompts) {
    yield toRequest(subject, prompt, Number.NaN, place);
    place += 1;
  }
}
