import { plainPrompt } from '../../../target/codec/api/prompt-codec.ts';
import { TargetError } from '../../../target/errors.ts';
import { DialogueTurns } from '../../../target/server/load/supply/dialogue-turns.ts';
import type { ContextHandle } from '../../../target/target.ts';
import type { Dialogue, DialogueRequest } from '../../../workload/dialogue/dialogue.ts';
import { DialogueCourse } from '../../../workload/dialogue/dialogue-course.ts';
import type { Schedule } from '../../../workload/schedule.ts';
import { Gate } from './gate.ts';
import { issueRequest } from '../../step/issue-request.ts';
import type { StageWork } from '../in-stage.ts';
import { sendOnTime, type Arrival } from './send-on-time.ts';
import { settleAll } from './settle-all.ts';
import { WHOLE } from '../../../workload/slice/slice.ts';

/** Conversations whose first turns are on a schedule. */
export interface SessionLoop {
  readonly schedule: Schedule;
  /** In the order of the arrivals. */
  readonly dialogues: Iterable<Dialogue>;
  /** Of users who hold one conversation after another: the time between two of them. */
  readonly drawPauseMs?: () => number;
  /** Called when a conversation ends before its last turn, other than by a failed request. */
  readonly onCut: (reason: string) => void;
}

/**
 * Runs conversations. Their first turns are on the schedule; each later turn follows the end of those that it waits for, after
 * its think time, with their history. A conversation ends with a failed turn, and no turn is sent that is scheduled after the
 * end of the load.
 */
export async function runSessionLoop(work: StageWork, loop: SessionLoop): Promise<void> {
  const { phase, model, warmup, slice = WHOLE, isLengthDemanded, drawModel, watch } = work;
  const { schedule, dialogues, onCut, drawPauseMs } = loop;
  const mixing = drawModel === undefined ? {} : { drawModel };
  const subject = { model, isGreedy: true, warmup, slice, isLengthDemanded, ...mixing };
  const source = dialogues[Symbol.iterator]();
  const next = (): Dialogue | undefined => {
    const { value, done } = source.next();
    return done === true ? undefined : value;
  };
  const users = drawPauseMs === undefined ? {} : { drawPauseMs };
  const turns = new DialogueTurns(subject, { next, onCut, ...users });
  const gate = new Gate(phase.maxContexts);
  await sendOnTime(work, {
    schedule,
    endsWithSchedule: watch.ending === 'load',
    endsWhenIdle: drawPauseMs !== undefined,
    makeRequests: () => turns.firstTurns(schedule.offsetsNs),
    followUps: (outcome) => turns.nextTurns(outcome),
    prepare: async () => {},
    ask: async (arrival) => {
      let { scheduledNs } = arrival;
      for (let dialogue = next(); dialogue !== undefined; dialogue = next()) {
        const held = new HeldDialogue(work, dialogue, arrival, onCut);
        const endNs = await gate.pass(arrival.signal, () => held.hold(scheduledNs));
        if (drawPauseMs === undefined || Number.isNaN(endNs)) return;
        scheduledNs = endNs + drawPauseMs() * 1e6;
      }
    },
  });
}

/** One conversation that is sent request by request. Waiting for a free context counts as latency of the first turn. */
class HeldDialogue {
  readonly #work: StageWork;
  readonly #dialogue: Dialogue;
  readonly #arrival: Arrival;
  readonly #onCut: (reason: string) => void;
  readonly #course: DialogueCourse;
  #context: ContextHandle | undefined;
  #endNs = Number.NaN;

  constructor(
    work: StageWork,
    dialogue: Dialogue,
    arrival: Arrival,
    onCut: (reason: string) => void,
  ) {
    this.#work = work;
    this.#dialogue = dialogue;
    this.#arrival = arrival;
    this.#onCut = onCut;
    this.#course = new DialogueCourse(dialogue);
  }

  /** @returns when its last turn ended; `NaN` when none did in time */
  async hold(beginNs: number): Promise<number> {
    const { phase, model } = this.#work;
    // The engine keeps the history of a conversation that goes on with its own answers.
    if (isContinued(this.#dialogue)) this.#context = await phase.target.openContext(model);
    try {
      const { requests } = this.#course.begin();
      await settleAll(requests.map((request) => this.#send(request, beginNs)));
    } finally {
      if (this.#context !== undefined) await closeQuietly(this.#work, this.#context);
    }
    return this.#endNs;
  }

  async #send(request: DialogueRequest, readyNs: number): Promise<void> {
    const { phase, model, purpose, isLengthDemanded } = this.#work;
    const { isWarmup, untilNs, clock } = this.#arrival;
    const scheduledNs = readyNs + request.thinkMs * 1e6;
    if (scheduledNs > untilNs || !(await clock.until(scheduledNs))) return;
    const context = this.#context;
    const sent = (context === undefined ? undefined : this.#dialogue.turns[request.place])?.make();
    const { content, inputTokens } = sent ?? request;
    const generation = await issueRequest(phase, {
      purpose: isWarmup ? 'warm-up' : purpose,
      isOfLoad: true,
      model: request.model ?? model,
      prompt: plainPrompt(content.messages),
      maxTokens: request.outputTokens,
      inputTokens,
      isLengthDemanded: request.isLengthDemanded ?? isLengthDemanded,
      ...(context === undefined ? { conversation: this.#dialogue.context } : { context }),
      turn: request.place + 1,
      ...(request.label === undefined ? {} : { label: request.label }),
      scheduledNs,
    });
    if (generation === undefined) {
      this.#course.end(request.place, undefined);
      return;
    }
    const { endNs, text } = generation;
    this.#endNs = Number.isNaN(this.#endNs) ? endNs : Math.max(this.#endNs, endNs);
    const answer = { role: 'assistant', content: text } as const;
    const { requests, mismatch } = this.#course.end(request.place, answer);
    if (mismatch !== undefined) this.#onCut(mismatch);
    await settleAll(requests.map((next) => this.#send(next, endNs)));
  }
}

/** Whether each turn adds one text of the user to the turns before it and their answers of this run. */
function isContinued({ history, turns }: Dialogue): boolean {
  return (
    history === 'live' &&
    turns.every(({ after, make }, place) => {
      const [message, ...others] = make().content.messages;
      const isText = message?.role === 'user' && typeof message.content === 'string';
      const follows = place === 0 ? after.length === 0 : after.join() === `${place - 1}`;
      return isText && others.length === 0 && follows;
    })
  );
}

/** Closes a context. When the target is gone its contexts are too, and the first error counts. */
async function closeQuietly(
  { phase }: Pick<StageWork, 'phase'>,
  context: ContextHandle,
): Promise<void> {
  if (phase.signal.aborted) return;
  try {
    await phase.target.closeContext(context);
  } catch (error) {
    if (!(error instanceof TargetError)) throw error;
    phase.journal.step(`closing a context failed: ${error.message}`);
  }
}
