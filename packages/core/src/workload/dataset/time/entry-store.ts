import type { DatasetEntry, Turn } from '../dataset.ts';
import { shiftEntry } from './entry-time.ts';

/** Between the ids of blocks that are kept in one text. */
const SEPARATOR = '\0';

/** Numbers that a request of a trace has; `NaN` where one is absent. */
type Column = 'line' | 'atNs' | 'inputTokens' | 'outputTokens' | 'blockTokens' | 'pictures';

/**
 * Keeps a bounded number of entries. Requests of a trace are kept as columns of numbers: a hundred thousand objects that live
 * for a while would be several hundred megabytes, since the collector sees each of them grow old.
 */
export class EntryStore {
  private readonly columns: Readonly<Record<Column, Float64Array>>;
  private readonly blocks: (string | undefined)[] = [];
  private readonly labels: (string | undefined)[] = [];
  /** Entries that are no such request. */
  private readonly others: (DatasetEntry | undefined)[] = [];
  private readonly free: number[] = [];
  /** Characters of the texts of entries that are kept as objects. */
  texts = 0;
  private used = 0;

  constructor(capacity: number) {
    const column = (): Float64Array => new Float64Array(capacity).fill(Number.NaN);
    this.columns = {
      line: column(),
      atNs: column(),
      inputTokens: column(),
      outputTokens: column(),
      blockTokens: column(),
      pictures: column(),
    };
  }

  /** @returns the slot that it is kept in */
  put(entry: DatasetEntry): number {
    const slot = this.free.pop() ?? this.used++;
    const turn = plainTurn(entry);
    if (turn === undefined || turn.input.kind !== 'lengths') {
      this.others[slot] = entry;
      this.texts += textsOf(entry);
      return slot;
    }
    const { columns } = this;
    const { inputTokens, blocks, blockTokens, pictures } = turn.input;
    columns.line[slot] = turn.line;
    columns.atNs[slot] = turn.atNs ?? Number.NaN;
    columns.inputTokens[slot] = inputTokens;
    columns.outputTokens[slot] = turn.output?.tokens ?? Number.NaN;
    columns.blockTokens[slot] = blockTokens ?? Number.NaN;
    columns.pictures[slot] = pictures ?? Number.NaN;
    this.blocks[slot] = blocks?.join(SEPARATOR);
    this.labels[slot] = turn.label;
    this.others[slot] = undefined;
    return slot;
  }

  /** Gives an entry back with its times moved, and frees its slot. */
  take(slot: number, byNs: number): DatasetEntry {
    this.free.push(slot);
    const other = this.others[slot];
    if (other === undefined) {
      return { conversation: { label: '', history: 'none', turns: [this.turnAt(slot, byNs)] } };
    }
    this.others[slot] = undefined;
    this.texts -= textsOf(other);
    return shiftEntry(other, byNs);
  }

  private turnAt(slot: number, byNs: number): Turn {
    const atNs = this.numberAt('atNs', slot);
    const tokens = this.numberAt('outputTokens', slot);
    const label = this.labels[slot];
    const turn: { -readonly [Field in keyof Turn]: Turn[Field] } = {
      line: this.columns.line[slot] ?? Number.NaN,
      input: this.inputAt(slot),
    };
    if (tokens !== undefined) turn.output = { tokens, kind: 'demand' };
    if (atNs !== undefined) turn.atNs = atNs + byNs;
    if (label !== undefined) turn.label = label;
    return turn;
  }

  private inputAt(slot: number): Turn['input'] {
    const blocks = this.blocks[slot];
    const input: { -readonly [Field in keyof LengthsInput]: LengthsInput[Field] } = {
      kind: 'lengths',
      inputTokens: this.columns.inputTokens[slot] ?? Number.NaN,
    };
    const blockTokens = this.numberAt('blockTokens', slot);
    const pictures = this.numberAt('pictures', slot);
    if (blocks !== undefined) input.blocks = blocks.split(SEPARATOR);
    if (blockTokens !== undefined) input.blockTokens = blockTokens;
    if (pictures !== undefined) input.pictures = pictures;
    return input;
  }

  private numberAt(column: Column, slot: number): number | undefined {
    const value = this.columns[column][slot];
    return value === undefined || Number.isNaN(value) ? undefined : value;
  }
}

/** Characters of the texts in a value. */
function textsOf(value: unknown): number {
  if (typeof value === 'string') return value.length;
  if (typeof value !== 'object' || value === null) return 0;
  let count = 0;
  for (const part of Object.values(value)) count += textsOf(part);
  return count;
}

type LengthsInput = Extract<Turn['input'], { readonly kind: 'lengths' }>;

/** Fields of a turn that are kept as columns. */
const KEPT = new Set(['line', 'input', 'output', 'atNs', 'label']);

/** The turn of a request by itself of which nothing would be lost in columns. */
function plainTurn(entry: DatasetEntry): Turn | undefined {
  if (!('conversation' in entry)) return undefined;
  const { label, history, turns } = entry.conversation;
  const [turn, ...others] = turns;
  if (turn === undefined || others.length > 0 || label !== '' || history !== 'none')
    return undefined;
  if (turn.input.kind !== 'lengths') return undefined;
  const hasOther = Object.keys(turn).some((name) => !KEPT.has(name));
  const isDemand = turn.output === undefined || turn.output.kind === 'demand';
  const isJoinable = turn.input.blocks?.every((id) => !id.includes(SEPARATOR)) ?? true;
  const hasIds = turn.input.blocks === undefined || turn.input.blocks.length > 0;
  return hasOther || !isDemand || !isJoinable || !hasIds ? undefined : turn;
}
