import { contentOf } from '../../../../spec/content/request-content.ts';
import type { Prompt } from '../../../../workload/prompt.ts';
import type { Session } from '../../../../workload/sessions.ts';
import type { LoadOutcome, LoadRequest } from '../load-request.ts';

/** Properties that all requests of a load share. */
export interface LoadSubject {
  readonly model: string;
  readonly isGreedy: boolean;
  /** Number of requests or conversations at the start that are not measured. */
  readonly warmup: number;
  /** Whether each response must have all requested tokens; it may end earlier when absent. */
  readonly isLengthDemanded?: boolean;
  /** Draws when the next measured request is cut, milliseconds after its send; absent where none is. */
  readonly drawCut?: () => number | undefined;
  /** Draws the model of the next request, or conversation, that names none itself; `model` when absent. */
  readonly drawModel?: () => string;
}

function toRequest(
  { model, isGreedy, warmup, isLengthDemanded = false, drawCut, drawModel }: LoadSubject,
  prompt: Prompt,
  scheduledNs: number,
  place: number,
): LoadRequest {
  const isWarmup = place < warmup;
  const cutAfterMs = isWarmup ? undefined : drawCut?.();
  const request = {
    ...contentOf(prompt),
    model: prompt.model ?? drawModel?.() ?? model,
    isGreedy,
    isLengthDemanded: prompt.isLengthDemanded ?? isLengthDemanded,
    isWarmup,
    maxTokens: prompt.outputTokens,
    scheduledNs,
    offeredTokens: prompt.inputTokens,
    context: '',
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

/**
 * Conversations: first turns follow a schedule, each later turn follows the think time of its user. A conversation is made
 * when it begins and dropped when it ends.
 */
export class SessionTurns {
  readonly #subject: LoadSubject;
  readonly #make: (arrival: number) => Session;
  readonly #sessions = new Map<string, Session>();

  /** @param make makes the conversation of an arrival, counted from 0 */
  constructor(subject: LoadSubject, make: (arrival: number) => Session) {
    this.#subject = subject;
    this.#make = make;
  }

  /** The first turns, one for each arrival. */
  *firstTurns(offsetsNs: Float64Array): Generator<LoadRequest> {
    const { warmup, drawCut: _drawCut, drawModel, ...subject } = this.#subject;
    for (const [arrival, offsetNs] of offsetsNs.entries()) {
      const session = this.#make(arrival);
      const [turn] = session.turns;
      if (turn === undefined) continue;
      this.#sessions.set(session.label, session);
      yield {
        ...subject,
        model: drawModel?.() ?? subject.model,
        isWarmup: arrival < warmup,
        messages: [{ role: 'user', content: turn.text }],
        maxTokens: turn.outputTokens,
        scheduledNs: offsetNs,
        offeredTokens: Number.NaN,
        mostInputTokens: turn.inputTokens,
        context: session.label,
      };
    }
  }

  /** The turn after a finished one; none after the last, or after a failed one, which leaves nothing to reply to. */
  nextTurn({ request, finished }: LoadOutcome): LoadRequest | undefined {
    // Two messages for each finished turn, without the response to the last.
    const place = (request.messages.length + 1) / 2;
    const turn = this.#sessions.get(request.context)?.turns[place];
    if (finished.failure !== undefined || turn === undefined) {
      this.#sessions.delete(request.context);
      return undefined;
    }
    return {
      ...request,
      messages: [
        ...request.messages,
        { role: 'assistant', content: finished.response.text },
        { role: 'user', content: turn.text },
      ],
      maxTokens: turn.outputTokens,
      mostInputTokens: (request.mostInputTokens ?? 0) + request.maxTokens + turn.inputTokens,
      scheduledNs: finished.facts.endNs + turn.thinkMs * 1e6,
    };
  }
}
