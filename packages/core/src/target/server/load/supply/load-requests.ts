import type { Prompt } from '../../../../workload/prompt.ts';
import type { Session } from '../../../../workload/sessions.ts';
import type { LoadOutcome, LoadRequest } from '../load-request.ts';

/** What the requests of a load have in common. */
export interface LoadSubject {
  readonly model: string;
  readonly isGreedy: boolean;
  /** Requests, or conversations, at the beginning that are not measured. */
  readonly warmup: number;
  /** Whether each response is to have as many tokens as its prompt asks for; it may end earlier when absent. */
  readonly isLengthDemanded?: boolean;
  /** Draws when the next measured request is cut, milliseconds after its send; absent where none is. */
  readonly drawCut?: () => number | undefined;
}

function toRequest(
  { warmup, drawCut, ...subject }: LoadSubject,
  prompt: Prompt,
  dueNs: number,
  place: number,
): LoadRequest {
  const isWarmup = place < warmup;
  const cutAfterMs = isWarmup ? undefined : drawCut?.();
  return {
    ...subject,
    isWarmup,
    ...(cutAfterMs === undefined ? {} : { cutAfterMs }),
    messages: prompt.messages,
    maxTokens: prompt.outputTokens,
    dueNs,
    offeredTokens: prompt.inputTokens,
    context: '',
  };
}

/**
 * Requests of a schedule, one for each arrival while there are prompts.
 * @param offsetsNs of each arrival after the beginning
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

/** Requests of a closed loop: each as soon as another is over, without end where prompts have none. */
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
 * Conversations: the first turns by a schedule, each later one when its user has thought about the response. A
 * conversation is made when it begins and forgotten when it is over.
 */
export class SessionTurns {
  readonly #subject: LoadSubject;
  readonly #make: (arrival: number) => Session;
  readonly #sessions = new Map<string, Session>();

  /** @param make makes the conversation of an arrival, from 0 */
  constructor(subject: LoadSubject, make: (arrival: number) => Session) {
    this.#subject = subject;
    this.#make = make;
  }

  /** First turns, one for each arrival. */
  *firstTurns(offsetsNs: Float64Array): Generator<LoadRequest> {
    const { warmup, drawCut: _drawCut, ...subject } = this.#subject;
    for (const [arrival, offsetNs] of offsetsNs.entries()) {
      const session = this.#make(arrival);
      const [turn] = session.turns;
      if (turn === undefined) continue;
      this.#sessions.set(session.label, session);
      yield {
        ...subject,
        isWarmup: arrival < warmup,
        messages: [{ role: 'user', content: turn.text }],
        maxTokens: turn.outputTokens,
        dueNs: offsetNs,
        offeredTokens: Number.NaN,
        mostInputTokens: turn.inputTokens,
        context: session.label,
      };
    }
  }

  /** The turn after one that is over; none after the last, nor after one that failed: its user has nothing to go on from. */
  nextTurn({ request, answered }: LoadOutcome): LoadRequest | undefined {
    // Two messages for each turn that is over, but for the response to the last.
    const place = (request.messages.length + 1) / 2;
    const turn = this.#sessions.get(request.context)?.turns[place];
    if (answered.failure !== undefined || turn === undefined) {
      this.#sessions.delete(request.context);
      return undefined;
    }
    return {
      ...request,
      messages: [
        ...request.messages,
        { role: 'assistant', content: answered.answer.text },
        { role: 'user', content: turn.text },
      ],
      maxTokens: turn.outputTokens,
      mostInputTokens: (request.mostInputTokens ?? 0) + request.maxTokens + turn.inputTokens,
      dueNs: answered.facts.endNs + turn.thinkMs * 1e6,
    };
  }
}
