import type { RecordBatch } from 'apache-arrow';
import * as z from 'zod';
import { SCHEMA_CHECKS } from '../../spec/content/schema-check.ts';
import { listOffsetsOf, NumberReader } from '../columns/arrow-columns.ts';
import { NarrowColumn } from '../columns/narrow-column.ts';
import type { NumberColumn } from '../columns/number-column.ts';
import { REQUEST_NUMBERS } from '../columns/request-columns.ts';
import {
  REQUEST_OUTCOMES,
  REQUEST_PURPOSES,
  TOKEN_COUNT_SOURCES,
  type RequestRow,
} from './request-row.ts';
import type { RequestColumns } from './recorded-columns.ts';
import { RecordedRequest } from './recorded-request.ts';
import { TextColumn } from '../columns/text-column.ts';

const PurposeSchema = z.enum(REQUEST_PURPOSES);
const OutcomeSchema = z.enum(REQUEST_OUTCOMES);
const SchemaCheckSchema = z.enum(SCHEMA_CHECKS);
const SourceSchema = z.enum(TOKEN_COUNT_SOURCES);

function asWritten(text: string): string {
  return text;
}

/** Collects the requests of a run by column, batch by batch. A million of them take some hundred bytes each. */
export class RequestTable {
  readonly #numbers: Map<string, NarrowColumn>;
  readonly #texts;
  readonly #chunkNs: Float64Array;
  readonly #chunkOffsets: Float64Array;
  readonly #reader: NumberReader;
  #rows = 0;

  /**
   * @param rows number of requests
   * @param chunks number of content events of all requests
   * @param reader one may serve several tables
   */
  constructor(rows: number, chunks: number, reader = new NumberReader()) {
    this.#reader = reader;
    this.#numbers = new Map(REQUEST_NUMBERS.map(({ name }) => [name, new NarrowColumn(rows)]));
    this.#texts = {
      phase: new TextColumn(rows, asWritten),
      purpose: new TextColumn(rows, (text) => PurposeSchema.parse(text)),
      stage: new TextColumn(rows, asWritten),
      model: new TextColumn(rows, asWritten),
      context: new TextColumn(rows, asWritten),
      tokenCountSource: new TextColumn(rows, (text) => SourceSchema.parse(text)),
      outcome: new TextColumn(rows, (text) => OutcomeSchema.parse(text)),
      errorKind: new TextColumn(rows, asWritten),
      errorMessage: new TextColumn(rows, asWritten),
      api: new TextColumn(rows, asWritten, true),
      label: new TextColumn(rows, asWritten, true),
      replica: new TextColumn(rows, asWritten, true),
      schemaCheck: new TextColumn(rows, (text) => SchemaCheckSchema.parse(text), true),
      machine: new TextColumn(rows, asWritten, true),
    };
    this.#chunkNs = new Float64Array(chunks);
    this.#chunkOffsets = new Float64Array(rows + 1);
  }

  append(batch: RecordBatch): void {
    for (const { name, isLater } of REQUEST_NUMBERS) {
      const numbers =
        isLater === true
          ? this.#reader.laterNumbersOf(batch, name)
          : this.#reader.numbersOf(batch, name);
      this.#numbers.get(name)?.append(numbers);
    }
    for (const [name, column] of Object.entries(this.#texts)) column.append(batch, name);
    const offsets = listOffsetsOf(batch, 'chunkNs');
    const chunksBefore = this.#chunkOffsets[this.#rows] ?? 0;
    const [from = 0] = offsets;
    this.#chunkNs.set(this.#reader.listedOf(batch, 'chunkNs'), chunksBefore);
    for (let row = 1; row <= batch.numRows; row += 1) {
      this.#chunkOffsets[this.#rows + row] = chunksBefore + (offsets[row] ?? 0) - from;
    }
    this.#rows += batch.numRows;
  }

  /** The requests so far, each a view of the columns. */
  rows(): RequestRow[] {
    const number = (name: string): NumberColumn =>
      this.#numbers.get(name)?.values() ?? new Float64Array(0);
    const columns: RequestColumns = {
      ...this.#texts,
      id: number('id'),
      scheduledNs: number('scheduledNs'),
      sentNs: number('sentNs'),
      connectedNs: number('connectedNs'),
      firstByteNs: number('firstByteNs'),
      firstTokenNs: number('firstTokenNs'),
      firstAnswerNs: number('firstAnswerNs'),
      lastTokenNs: number('lastTokenNs'),
      endNs: number('endNs'),
      inputTokens: number('inputTokens'),
      outputTokens: number('outputTokens'),
      maxOutputTokens: number('maxOutputTokens'),
      cachedTokens: number('cachedTokens'),
      offeredTokens: number('offeredTokens'),
      residentTokens: number('residentTokens'),
      resends: number('resends'),
      firstTokenAfterNs: number('firstTokenAfterNs'),
      lastTokenAfterNs: number('lastTokenAfterNs'),
      boundedChunks: number('boundedChunks'),
      firstTokenErrorNs: number('firstTokenErrorNs'),
      largestErrorNs: number('largestErrorNs'),
      lateChunks: number('lateChunks'),
      readLatenessNs: number('readLatenessNs'),
      leastRoundTripNs: number('leastRoundTripNs'),
      departedNs: number('departedNs'),
      retransmits: number('retransmits'),
      outOfOrder: number('outOfOrder'),
      serverQueueNs: number('serverQueueNs'),
      serverLoadNs: number('serverLoadNs'),
      serverPrefillNs: number('serverPrefillNs'),
      serverPrefillTokens: number('serverPrefillTokens'),
      serverDecodeNs: number('serverDecodeNs'),
      serverDecodeTokens: number('serverDecodeTokens'),
      serverTotalNs: number('serverTotalNs'),
      gatewayOverheadNs: number('gatewayOverheadNs'),
      draftTokens: number('draftTokens'),
      acceptedDraftTokens: number('acceptedDraftTokens'),
      reasoningTokens: number('reasoningTokens'),
      turn: number('turn'),
      itemCount: number('itemCount'),
      mediaNs: number('mediaNs'),
      bodyBytes: number('bodyBytes'),
      sharedTokens: number('sharedTokens'),
      chunkNs: this.#chunkNs,
      chunkOffsets: this.#chunkOffsets,
    };
    return Array.from({ length: this.#rows }, (_, row) => new RecordedRequest(columns, row));
  }
}
