import type { Dialogue, DialogueRequest } from '../../../../workload/dialogue/dialogue.ts';
import { DialogueCourse, type NextTurns } from '../../../../workload/dialogue/dialogue-course.ts';
import { WHOLE, wholePlace } from '../../../../workload/slice/slice.ts';
import type { LoadOutcome, LoadRequest } from '../load-request.ts';
import { answerOf } from './answer-of.ts';
import type { LoadSubject } from './load-requests.ts';

/** How conversations follow each other. */
export interface DialogueTurnsOptions {
  /** The next conversation; undefined when there is none. */
  readonly next: () => Dialogue | undefined;
  /** Called when a conversation ends before its last turn, other than by a failed request. */
  readonly onCut?: (reason: string) => void;
  /** Users who hold one conversation after another: the time between two of them. Absent where arrivals begin conversations. */
  readonly drawPauseMs?: () => number;
}

/** A conversation that has begun. */
interface Held {
  readonly context: string;
  readonly course: DialogueCourse;
  readonly isWarmup: boolean;
  /** Its index in the load of all workers. */
  readonly conversation: number;
  /** Of its turns that name none. */
  readonly model: string;
}

/**
 * Conversations: first turns follow a schedule, each later turn the end of those that it waits for. A conversation is made when
 * it begins and dropped when it ends.
 */
export class DialogueTurns {
  readonly #subject: LoadSubject;
  readonly #options: DialogueTurnsOptions;
  readonly #courses = new Map<string, Held>();
  #begun = 0;

  constructor(subject: LoadSubject, options: DialogueTurnsOptions) {
    this.#subject = subject;
    this.#options = options;
  }

  /** The first turns of each arrival, while there are conversations. */
  *firstTurns(offsetsNs: Float64Array): Generator<LoadRequest> {
    for (const offsetNs of offsetsNs) {
      const begun = this.#begin(offsetNs);
      if (begun === undefined) return;
      yield* begun;
    }
  }

  /** The turns that may follow a finished one; none after a failed one, which leaves nothing to reply to. */
  nextTurns({ request, finished }: LoadOutcome): readonly LoadRequest[] {
    const { context, turn = Number.NaN } = request;
    const held = this.#courses.get(context);
    if (held === undefined) return [];
    const { course } = held;
    const answer = finished.failure === undefined ? answerOf(finished.response) : undefined;
    const { endNs } = finished.facts;
    const next = this.#requests(held, course.end(turn - 1, answer, request.messages), endNs);
    if (!course.isDone) return next;
    this.#courses.delete(context);
    const { drawPauseMs } = this.#options;
    if (drawPauseMs === undefined) return next;
    return [...next, ...(this.#begin(endNs + drawPauseMs() * 1e6) ?? [])];
  }

  #begin(atNs: number): LoadRequest[] | undefined {
    const dialogue = this.#options.next();
    if (dialogue === undefined) return undefined;
    const { model, drawModel, warmup, slice = WHOLE } = this.#subject;
    const conversation = wholePlace(slice, this.#begun);
    const isWarmup = this.#begun < warmup;
    this.#begun += 1;
    const { context } = dialogue;
    const course = new DialogueCourse(dialogue);
    const held = { context, course, isWarmup, conversation, model: drawModel?.() ?? model };
    this.#courses.set(context, held);
    return this.#requests(held, course.begin(), atNs);
  }

  #requests(held: Held, { requests, mismatch }: NextTurns, endedNs: number): LoadRequest[] {
    if (mismatch !== undefined) this.#options.onCut?.(mismatch);
    return requests.map((request) => this.#toRequest(held, request, endedNs));
  }

  #toRequest(
    { context, conversation, model, isWarmup }: Held,
    request: DialogueRequest,
    endedNs: number,
  ): LoadRequest {
    const { isGreedy, isLengthDemanded = false } = this.#subject;
    const { content, place, outputTokens, label, thinkMs, mostInputTokens, sharedTokens } = request;
    return {
      ...content,
      model: request.model ?? model,
      isGreedy,
      isLengthDemanded: request.isLengthDemanded ?? isLengthDemanded,
      isWarmup,
      maxTokens: outputTokens,
      scheduledNs: endedNs + thinkMs * 1e6,
      offeredTokens: Number.NaN,
      mostInputTokens,
      context,
      conversation,
      turn: place + 1,
      ...(label === undefined ? {} : { label }),
      ...(sharedTokens === undefined ? {} : { sharedTokens }),
    };
  }
}
