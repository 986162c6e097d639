import type { RequestContent } from '../../../spec/content/request-content.ts';
import type { DatasetEntry, Turn, TurnInput } from '../dataset.ts';
import type { TraceTime } from './row-fields.ts';

/** One request of a trace, as recorded. */
export interface TraceRow {
  /** When it arrived; absent where it waits for the request before it. */
  readonly at?: TraceTime | undefined;
  readonly delayNs?: number | undefined;
  /** How long its response took. */
  readonly elapsedNs?: number | undefined;
  readonly inputTokens: number;
  /** 0 for a request that failed; absent where the trace does not say. */
  readonly outputTokens?: number | undefined;
  readonly blocks?: readonly string[] | undefined;
  /** Tokens of a full block. */
  readonly blockTokens?: number | undefined;
  readonly pictures?: number | undefined;
  /** Its text, instead of a number of tokens. */
  readonly content?: RequestContent | undefined;
  readonly label?: string | undefined;
  /** What it belongs to, with others. */
  readonly session?: string | undefined;
  /** Its name within the session, and the one that it follows. */
  readonly id?: string | undefined;
  readonly parent?: string | undefined;
}

/** A row that can be sent. */
export interface PlacedRow {
  readonly line: number;
  /** After the first row of the file. */
  readonly atNs: number | undefined;
  readonly row: TraceRow;
}

/** A row, or what keeps it from being sent. */
export type RowReading = PlacedRow | Extract<DatasetEntry, { readonly fault: unknown }>;

/** The turn of a row. Its output length is a demand: a trace says what was generated. */
export function turnOf({ line, atNs, row }: PlacedRow): Turn {
  const { outputTokens, delayNs, label } = row;
  // Assigned one by one: a trace may have millions of rows.
  const turn: { -readonly [Field in keyof Turn]: Turn[Field] } = { line, input: inputOf(row) };
  if (outputTokens !== undefined) turn.output = { tokens: outputTokens, kind: 'demand' };
  if (atNs !== undefined) turn.atNs = atNs;
  if (delayNs !== undefined) turn.delayNs = delayNs;
  if (label !== undefined) turn.label = label;
  return turn;
}

function inputOf({ content, inputTokens, blocks, blockTokens, pictures }: TraceRow): TurnInput {
  if (content !== undefined) return { kind: 'content', content };
  if (blocks === undefined && pictures === undefined) return { kind: 'lengths', inputTokens };
  return {
    kind: 'lengths',
    inputTokens,
    ...(blocks === undefined || blockTokens === undefined ? {} : { blocks, blockTokens }),
    ...(pictures === undefined ? {} : { pictures }),
  };
}
