import type { NumberColumn } from '../columns/number-column.ts';
import type { RequestOutcome, RequestPurpose, TokenCountSource } from './request-row.ts';

/** A column of which each row has a text. */
interface Texts<Text extends string = string> {
  at(row: number): Text;
}

/** The requests of a run by column. */
export interface RequestColumns {
  readonly id: NumberColumn;
  readonly scheduledNs: NumberColumn;
  readonly sentNs: NumberColumn;
  readonly connectedNs: NumberColumn;
  readonly firstByteNs: NumberColumn;
  readonly firstTokenNs: NumberColumn;
  readonly firstAnswerNs: NumberColumn;
  readonly lastTokenNs: NumberColumn;
  readonly endNs: NumberColumn;
  readonly inputTokens: NumberColumn;
  readonly outputTokens: NumberColumn;
  readonly maxOutputTokens: NumberColumn;
  readonly cachedTokens: NumberColumn;
  readonly offeredTokens: NumberColumn;
  readonly residentTokens: NumberColumn;
  readonly resends: NumberColumn;
  readonly firstTokenAfterNs: NumberColumn;
  readonly lastTokenAfterNs: NumberColumn;
  readonly boundedChunks: NumberColumn;
  readonly readLatenessNs: NumberColumn;
  readonly leastRoundTripNs: NumberColumn;
  readonly departedNs: NumberColumn;
  readonly retransmits: NumberColumn;
  readonly outOfOrder: NumberColumn;
  readonly serverQueueNs: NumberColumn;
  readonly serverLoadNs: NumberColumn;
  readonly serverPrefillNs: NumberColumn;
  readonly serverPrefillTokens: NumberColumn;
  readonly serverDecodeNs: NumberColumn;
  readonly serverDecodeTokens: NumberColumn;
  readonly serverTotalNs: NumberColumn;
  readonly gatewayOverheadNs: NumberColumn;
  readonly draftTokens: NumberColumn;
  readonly acceptedDraftTokens: NumberColumn;
  readonly reasoningTokens: NumberColumn;
  readonly phase: Texts;
  readonly stage: Texts;
  readonly model: Texts;
  readonly context: Texts;
  readonly errorKind: Texts;
  readonly errorMessage: Texts;
  readonly purpose: Texts<RequestPurpose>;
  readonly tokenCountSource: Texts<TokenCountSource>;
  readonly outcome: Texts<RequestOutcome>;
  /** Timestamps of all content events, request after request. */
  readonly chunkNs: Float64Array;
  /** Where those of a request begin; those of the last end with the last entry. */
  readonly chunkOffsets: Float64Array;
}
