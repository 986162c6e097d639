import type { Prompt } from '../../workload/prompt.ts';
import type { Session } from '../../workload/sessions.ts';
import type { LoadOutcome, LoadRequest } from './load-plan.ts';

/** What the requests of a load have in common. */
export interface LoadSubject {
  readonly model: string;
  readonly isGreedy: boolean;
}

function toRequest(subject: LoadSubject, prompt: Prompt, dueNs: number): LoadRequest {
  return {
    ...subject,
    messages: prompt.messages,
    maxTokens: prompt.outputTokens,
    dueNs,
    offeredTokens: prompt.inputTokens,
    context: '',
  };
}

/**
 * Requests of a schedule, one prompt after the other; from the first again when there are more arrivals than prompts,
 * which a cache may serve.
 * @param beginNs when the schedule begins, CLOCK_MONOTONIC nanoseconds
 * @param offsetsNs of each arrival after that
 */
export function* requestsOfSchedule(
  subject: LoadSubject,
  prompts: readonly Prompt[],
  offsetsNs: Float64Array,
  beginNs: number,
): Generator<LoadRequest> {
  for (const [index, offsetNs] of offsetsNs.entries()) {
    const prompt = prompts[index % prompts.length];
    if (prompt === undefined) return;
    yield toRequest(subject, prompt, beginNs + offsetNs);
  }
}

/** Requests of a closed loop: each as soon as another is over, for as long as somebody takes them. */
export function* requestsOfClosedLoop(
  subject: LoadSubject,
  prompts: Iterable<Prompt>,
): Generator<LoadRequest> {
  for (const prompt of prompts) yield toRequest(subject, prompt, Number.NaN);
}

/** Conversations under way: the first turns by a schedule, each later one when its user has thought about the answer. */
export class SessionTurns {
  readonly #subject: LoadSubject;
  readonly #sessions: ReadonlyMap<string, Session>;

  constructor(subject: LoadSubject, sessions: readonly Session[]) {
    this.#subject = subject;
    this.#sessions = new Map(sessions.map((session) => [session.label, session]));
  }

  /** First turns; as many conversations as there are arrivals, and no more than there are of both. */
  *firstTurns(offsetsNs: Float64Array, beginNs: number): Generator<LoadRequest> {
    let index = 0;
    for (const session of this.#sessions.values()) {
      const offsetNs = offsetsNs[index];
      const [turn] = session.turns;
      index += 1;
      if (offsetNs === undefined) return;
      if (turn === undefined) continue;
      yield {
        ...this.#subject,
        messages: [{ role: 'user', content: turn.text }],
        maxTokens: turn.outputTokens,
        dueNs: beginNs + offsetNs,
        offeredTokens: Number.NaN,
        context: session.label,
      };
    }
  }

  /** The turn after one that is over; none after the last, nor after one that failed: its user has nothing to go on from. */
  nextTurn({ request, answered }: LoadOutcome): LoadRequest | undefined {
    if (answered.failure !== undefined) return undefined;
    // Two messages for each turn that is over, but for the answer to the last.
    const turn = this.#sessions.get(request.context)?.turns[(request.messages.length + 1) / 2];
    if (turn === undefined) return undefined;
    return {
      ...request,
      messages: [
        ...request.messages,
        { role: 'assistant', content: answered.answer.text },
        { role: 'user', content: turn.text },
      ],
      maxTokens: turn.outputTokens,
      dueNs: answered.facts.endNs + turn.thinkMs * 1e6,
    };
  }
}
