import { ConfigError } from '../../spec/error/errors.ts';
import type { Conversation, DatasetEntry } from '../dataset/dataset.ts';
import type { OpenDataset } from '../dataset/open-dataset.ts';
import { faultOfOrder } from '../dialogue/dialogue-maker.ts';
import { FaultCounts, type NamedRow, type RowCounts } from './fault-counts.ts';
import { RequestLengths, type Lengths } from './request-lengths.ts';
import { specialOf, type SpecialContent } from './special-content.ts';
import { lengthsOfTurns, sumOfLengths } from './turn-lengths.ts';

/** A request of a data set, by its line. */
export interface NamedLengths extends Lengths {
  readonly line: number;
}

/** What a data set holds. */
export interface DatasetSurvey {
  readonly conversations: number;
  /** Turns of all conversations. */
  readonly requests: number;
  /** Whether some requests are lengths alone, whose texts are made. */
  readonly hasLengths: boolean;
  /** Whether some of these have blocks, which others may share. */
  readonly hasBlocks: boolean;
  /** Whether some requests have content of their own. */
  readonly hasContent: boolean;
  /** Tokens of each request, earlier turns included; estimated where it has content. */
  readonly lengths: RequestLengths;
  /** The longest request whose tokens the data set states; absent where it states none. */
  readonly longest?: NamedLengths;
  /** Content that not every target takes, each with the first line that has it. */
  readonly special: ReadonlyMap<SpecialContent, number>;
  /** Later turns whose history lacks an answer, since none was recorded. */
  readonly unansweredTurns: number;
  readonly rows: RowCounts;
}

/** Surveys a data set as its entries are read, in bounded memory. */
export class Surveyor {
  readonly #faults = new FaultCounts();
  readonly #lengths = new RequestLengths();
  readonly #special = new Map<SpecialContent, number>();
  #longest: NamedLengths | undefined;
  #conversations = 0;
  #withLengths = 0;
  #withBlocks = 0;
  #withContent = 0;
  #unanswered = 0;

  /** Takes the entries of a data set, and passes on the conversations that can be sent. */
  *conversations(entries: Iterable<DatasetEntry>): Generator<Conversation> {
    for (const entry of entries) {
      if ('fault' in entry) this.#faults.take(entry.fault.kind, entry.fault);
      else if ('warning' in entry) this.#faults.take('warning', entry.warning);
      else if (this.#takes(entry.conversation)) yield entry.conversation;
    }
  }

  /**
   * The survey of what was taken.
   * @throws {ConfigError} when nothing of it can be sent
   */
  survey(dataset: Pick<OpenDataset, 'path' | 'format'>): DatasetSurvey {
    const rows = this.#faults.counts;
    if (this.#conversations === 0) throw nothingToSend(dataset, rows);
    return {
      conversations: this.#conversations,
      requests: this.#lengths.requests,
      hasLengths: this.#withLengths > 0,
      hasBlocks: this.#withBlocks > 0,
      hasContent: this.#withContent > 0,
      lengths: this.#lengths,
      ...(this.#longest === undefined ? {} : { longest: this.#longest }),
      special: this.#special,
      unansweredTurns: this.#unanswered,
      rows,
    };
  }

  #takes(conversation: Conversation): boolean {
    const fault = faultOf(conversation);
    if (fault !== undefined) {
      this.#faults.take('unreadable', fault);
      return false;
    }
    this.#conversations += 1;
    this.#takeTurns(conversation);
    return true;
  }

  #takeTurns(conversation: Conversation): void {
    const { turns, history } = conversation;
    const lengths = lengthsOfTurns(conversation);
    for (const [place, turn] of turns.entries()) {
      const { inputTokens = 0, outputTokens = Number.NaN } = lengths[place] ?? {};
      this.#lengths.take({ inputTokens, outputTokens });
      const isAnswered = turn.answer !== undefined || place === turns.length - 1;
      if (history !== 'none' && !isAnswered) this.#unanswered += 1;
      const { input, line } = turn;
      if (input.kind === 'content') {
        this.#withContent += 1;
        for (const kind of specialOf(turn, input.content)) {
          if (!this.#special.has(kind)) this.#special.set(kind, line);
        }
        continue;
      }
      this.#withLengths += 1;
      if (input.blocks !== undefined) this.#withBlocks += 1;
      const stated = { line, inputTokens, outputTokens };
      if (sumOfLengths(stated) > (this.#longest === undefined ? -1 : sumOfLengths(this.#longest))) {
        this.#longest = stated;
      }
    }
  }
}

/** The conversations of a data set that can be sent, in the order of the file. */
export function* sendableConversations(entries: Iterable<DatasetEntry>): Generator<Conversation> {
  for (const entry of entries) {
    if ('conversation' in entry && faultOf(entry.conversation) === undefined) {
      yield entry.conversation;
    }
  }
}

/** Surveys a whole data set. @throws {ConfigError} as {@link Surveyor.survey} does */
export function surveyDataset(dataset: OpenDataset): DatasetSurvey {
  const surveyor = new Surveyor();
  const conversations = surveyor.conversations(dataset.entries());
  while (conversations.next().done !== true);
  return surveyor.survey(dataset);
}

function faultOf({ turns }: Conversation): NamedRow | undefined {
  const [first] = turns;
  if (first === undefined) return { line: Number.NaN, reason: 'a conversation without turns' };
  const reason = faultOfOrder(turns);
  return reason === undefined ? undefined : { line: first.line, reason };
}

function nothingToSend(
  { path, format }: Pick<OpenDataset, 'path' | 'format'>,
  { unreadable, failed, filtered }: RowCounts,
): ConfigError {
  const [first] = [...unreadable.first, ...failed.first, ...filtered.first];
  const why = first === undefined ? 'it is empty' : `line ${first.line}: ${first.reason}`;
  return new ConfigError(
    `invalid file "${path}": it has no request to send, read as ${format.title}; ${why}`,
    { help: 'check the file, or name its format with --dataset-format' },
  );
}
