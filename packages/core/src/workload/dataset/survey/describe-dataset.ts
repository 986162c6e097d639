import type { Conversation, RowFault, Turn } from '../dataset.ts';
import type { OpenDataset } from '../open-dataset.ts';
import { TimedHeap } from '../../load-dataset/timed-heap.ts';
import { arrivalsOf } from '../time/arrivals-of.ts';
import { faultOfOrder } from '../../dialogue/dialogue-maker.ts';
import { estimateTokens } from '../../text/estimate-tokens.ts';
import { ArrivalSurvey } from './arrival-survey.ts';
import { mediaCount, piecesOf, type InputPiece } from './content-texts.ts';
import type { DatasetDescription, TokenLengths, TokenOrigin } from './dataset-description.ts';
import { LengthCounts } from './length-counts.ts';
import { PrefixSurvey, type CountedPiece } from './prefix-survey.ts';
import { RemarkCounts } from './remark-counts.ts';

/** Counts the tokens of a text. */
export interface TextCounter {
  readonly origin: Extract<TokenOrigin, 'server' | 'tokenizer'>;
  readonly count: (text: string) => Promise<number> | number;
}

/** Lengths, with where they come from. */
class CountedTokens {
  readonly #lengths = new LengthCounts();
  readonly #origins = new Set<TokenOrigin>();

  add(tokens: number, origins: Iterable<TokenOrigin>): void {
    this.#lengths.add(tokens);
    for (const origin of origins) this.#origins.add(origin);
  }

  summary(): TokenLengths | undefined {
    const summary = this.#lengths.summary();
    return summary === undefined ? undefined : { ...summary, origins: [...this.#origins] };
  }
}

/** The message of a turn, counted. */
interface CountedTurn {
  readonly pieces: readonly CountedPiece[];
  readonly origins: readonly TokenOrigin[];
}

/**
 * Reads a data set once, in bounded memory, and describes it.
 * @throws {ConfigError} when its times are further out of order than can be sorted on the way
 * @param counter counts tokens of texts; estimated from words when absent
 */
export async function describeDataset(
  dataset: OpenDataset,
  { formatBy, counter }: Pick<DatasetDescription, 'formatBy'> & { readonly counter?: TextCounter },
): Promise<DatasetDescription> {
  const description = new Description(counter);
  for (const entry of arrivalsOf(dataset)) {
    if ('conversation' in entry) await description.addConversation(entry.conversation);
    else if ('fault' in entry) description.addFault(entry.fault);
    else description.addWarning(entry.warning);
  }
  const { path, bytes, format } = dataset;
  const { name, title } = format;
  const schema = 'loadcell/dataset/1';
  return { schema, path, bytes, format: { name, title }, formatBy, ...description.result() };
}

class Description {
  readonly #counter: TextCounter | undefined;
  readonly #arrivals = new ArrivalSurvey();
  /** Turns whose time is not reached. */
  readonly #waiting = new TimedHeap<undefined>();
  readonly #input = new CountedTokens();
  readonly #output = new CountedTokens();
  readonly #prefixes = new PrefixSurvey();
  readonly #turns = new LengthCounts();
  readonly #outputKinds = new Map<string, number>();
  readonly #apis = new Map<string, number>();
  readonly #models = new Map<string, number>();
  readonly #leftOut = {
    unreadable: new RemarkCounts(),
    failed: new RemarkCounts(),
    filtered: new RemarkCounts(),
  };
  readonly #warnings = new RemarkCounts();
  #lastLine = Number.NaN;
  #rows = 0;
  #requests = 0;
  #conversations = 0;
  #withoutOutput = 0;
  #media = 0;

  constructor(counter: TextCounter | undefined) {
    this.#counter = counter;
  }

  addFault({ line, kind, reason }: RowFault): void {
    this.#noteRow(line);
    this.#leftOut[kind].add(line, reason);
  }

  addWarning({ line, reason }: { readonly line: number; readonly reason: string }): void {
    this.#warnings.add(line, reason);
  }

  async addConversation({ turns, history }: Conversation): Promise<void> {
    const [first] = turns;
    const wrongOrder = faultOfOrder(turns);
    if (first === undefined) return;
    if (wrongOrder !== undefined) {
      this.addFault({ line: first.line, kind: 'unreadable', reason: wrongOrder });
      return;
    }
    this.#noteTimes(turns);
    this.#turns.add(turns.length);
    if (turns.length > 1) this.#conversations += 1;
    const histories = new Map<string, readonly CountedPiece[]>();
    let last: readonly CountedPiece[] = [];
    for (const turn of turns) {
      const before = histories.get(turn.after?.at(-1) ?? '') ?? last;
      this.#noteRow(turn.line);
      this.#noteRequest(turn);
      const own = await this.#piecesOfTurn(turn);
      const prompt = [...before, ...own.pieces];
      this.#addInput(turn, prompt, own.origins);
      const answer = await this.#addOutput(turn, history);
      if (history === 'none') continue;
      last = [...prompt, ...answer];
      if (turn.id !== undefined) histories.set(turn.id, last);
    }
  }

  result(): Omit<DatasetDescription, 'schema' | 'path' | 'bytes' | 'format' | 'formatBy'> {
    this.#passTimes(Infinity);
    const arrivals = this.#arrivals.summary();
    const input = this.#input.summary();
    const output = this.#output.summary();
    const prefixes = this.#prefixes.summary();
    const turns = this.#turns.summary();
    const kinds = Object.fromEntries(this.#outputKinds);
    return {
      rows: this.#rows,
      requests: this.#requests,
      conversations: this.#conversations,
      ...(arrivals === undefined ? {} : { arrivals }),
      ...(input === undefined ? {} : { input }),
      ...(output === undefined ? {} : { output: { ...output, kinds } }),
      withoutOutputLength: this.#withoutOutput,
      ...(prefixes === undefined ? {} : { prefixes }),
      ...(turns === undefined || turns.max < 2 ? {} : { turns }),
      apis: Object.fromEntries(this.#apis),
      models: Object.fromEntries(this.#models),
      media: this.#media,
      leftOut: {
        unreadable: this.#leftOut.unreadable.list(),
        failed: this.#leftOut.failed.list(),
        filtered: this.#leftOut.filtered.list(),
      },
      warnings: this.#warnings.list(),
    };
  }

  /** Several turns and faults may be of one row. */
  #noteRow(line: number): void {
    if (line !== this.#lastLine) this.#rows += 1;
    this.#lastLine = line;
  }

  /** Conversations come in order of their first turns; later turns wait for those of other conversations. */
  #noteTimes(turns: readonly Turn[]): void {
    const [first] = turns;
    if (first?.atNs !== undefined) this.#passTimes(first.atNs);
    for (const { atNs } of turns) if (atNs !== undefined) this.#waiting.push(atNs, undefined);
  }

  #passTimes(untilNs: number): void {
    for (const { atNs } of this.#waiting.takeUntil(untilNs)) this.#arrivals.add(atNs);
  }

  #noteRequest({ api, model, input }: Turn): void {
    this.#requests += 1;
    const content = input.kind === 'content' ? input.content : undefined;
    increase(this.#apis, api ?? content?.api ?? '');
    if (model !== undefined) increase(this.#models, model);
    if (input.kind === 'lengths') this.#media += input.pictures ?? 0;
    else this.#media += mediaCount(input.content);
  }

  async #piecesOfTurn({ line, input }: Turn): Promise<CountedTurn> {
    if (input.kind === 'lengths') {
      return { pieces: [{ key: `${line}`, tokens: input.inputTokens }], origins: ['file'] };
    }
    const pieces = piecesOf(input.content);
    const origins = pieces.map((piece): TokenOrigin =>
      typeof piece === 'string' ? this.#textOrigin : 'file',
    );
    return { pieces: await this.#counted(pieces), origins };
  }

  #addInput(turn: Turn, prompt: readonly CountedPiece[], origins: readonly TokenOrigin[]): void {
    const { line, input } = turn;
    this.#input.add(
      prompt.reduce((sum, { tokens }) => sum + tokens, 0),
      origins,
    );
    if (input.kind === 'content') this.#prefixes.addMessages(line, prompt);
    else this.#prefixes.addBlocks(line, { ...input, tokens: input.inputTokens });
  }

  /** @returns what later turns have of the answer */
  async #addOutput(
    { line, output, answer }: Turn,
    history: Conversation['history'],
  ): Promise<readonly CountedPiece[]> {
    const recorded =
      answer === undefined ? [] : await this.#counted(piecesOf({ messages: [answer] }));
    if (output === undefined) {
      this.#withoutOutput += 1;
      return recorded;
    }
    increase(this.#outputKinds, output.kind);
    const isCounted = output.kind === 'estimate' && recorded.length > 0;
    const tokens = isCounted ? recorded.reduce((sum, one) => sum + one.tokens, 0) : output.tokens;
    const origin = output.kind === 'estimate' ? this.#originOfAnswer(isCounted) : 'file';
    this.#output.add(tokens, [origin]);
    // The answer of the run will be about that long.
    return history === 'live' ? [{ key: `answer to ${line}`, tokens }] : recorded;
  }

  #originOfAnswer(isCounted: boolean): TokenOrigin {
    return isCounted ? this.#textOrigin : 'estimate';
  }

  get #textOrigin(): TokenOrigin {
    return this.#counter?.origin ?? 'estimate';
  }

  async #counted(pieces: readonly InputPiece[]): Promise<CountedPiece[]> {
    const counted: CountedPiece[] = [];
    for (const piece of pieces) {
      if (typeof piece !== 'string') {
        counted.push(piece);
        continue;
      }
      const tokens =
        piece === '' ? 0 : ((await this.#counter?.count(piece)) ?? estimateTokens(piece));
      counted.push({ key: piece, tokens });
    }
    return counted;
  }
}

function increase(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
