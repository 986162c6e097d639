import type { RequestColumns } from './recorded-columns.ts';
import { RecordedKind } from './recorded-kind.ts';
import type {
  RequestOutcome,
  RequestPurpose,
  RequestRow,
  TokenCountSource,
} from './request-row.ts';

/** A request read from a file: a view of one row of the columns, with negligible memory of its own. */
export class RecordedRequest extends RecordedKind implements RequestRow {
  readonly #columns: RequestColumns;
  readonly #row: number;

  constructor(columns: RequestColumns, row: number) {
    super(columns, row);
    this.#columns = columns;
    this.#row = row;
  }

  get id(): number {
    return this.#columns.id[this.#row] ?? Number.NaN;
  }

  get scheduledNs(): number {
    return this.#columns.scheduledNs[this.#row] ?? Number.NaN;
  }

  get sentNs(): number {
    return this.#columns.sentNs[this.#row] ?? Number.NaN;
  }

  get connectedNs(): number {
    return this.#columns.connectedNs[this.#row] ?? Number.NaN;
  }

  get firstByteNs(): number {
    return this.#columns.firstByteNs[this.#row] ?? Number.NaN;
  }

  get firstTokenNs(): number {
    return this.#columns.firstTokenNs[this.#row] ?? Number.NaN;
  }

  get firstAnswerNs(): number {
    return this.#columns.firstAnswerNs[this.#row] ?? Number.NaN;
  }

  get lastTokenNs(): number {
    return this.#columns.lastTokenNs[this.#row] ?? Number.NaN;
  }

  get endNs(): number {
    return this.#columns.endNs[this.#row] ?? Number.NaN;
  }

  get inputTokens(): number {
    return this.#columns.inputTokens[this.#row] ?? Number.NaN;
  }

  get outputTokens(): number {
    return this.#columns.outputTokens[this.#row] ?? Number.NaN;
  }

  get maxOutputTokens(): number {
    return this.#columns.maxOutputTokens[this.#row] ?? Number.NaN;
  }

  get cachedTokens(): number {
    return this.#columns.cachedTokens[this.#row] ?? Number.NaN;
  }

  get offeredTokens(): number {
    return this.#columns.offeredTokens[this.#row] ?? Number.NaN;
  }

  get residentTokens(): number {
    return this.#columns.residentTokens[this.#row] ?? Number.NaN;
  }

  get resends(): number {
    return this.#columns.resends[this.#row] ?? Number.NaN;
  }

  get firstTokenAfterNs(): number {
    return this.#columns.firstTokenAfterNs[this.#row] ?? Number.NaN;
  }

  get lastTokenAfterNs(): number {
    return this.#columns.lastTokenAfterNs[this.#row] ?? Number.NaN;
  }

  get boundedChunks(): number {
    return this.#columns.boundedChunks[this.#row] ?? Number.NaN;
  }

  get firstTokenErrorNs(): number {
    return this.#columns.firstTokenErrorNs[this.#row] ?? Number.NaN;
  }

  get largestErrorNs(): number {
    return this.#columns.largestErrorNs[this.#row] ?? Number.NaN;
  }

  get lateChunks(): number {
    return this.#columns.lateChunks[this.#row] ?? Number.NaN;
  }

  get readLatenessNs(): number {
    return this.#columns.readLatenessNs[this.#row] ?? Number.NaN;
  }

  get leastRoundTripNs(): number {
    return this.#columns.leastRoundTripNs[this.#row] ?? Number.NaN;
  }

  get departedNs(): number {
    return this.#columns.departedNs[this.#row] ?? Number.NaN;
  }

  get retransmits(): number {
    return this.#columns.retransmits[this.#row] ?? Number.NaN;
  }

  get outOfOrder(): number {
    return this.#columns.outOfOrder[this.#row] ?? Number.NaN;
  }

  get phase(): string {
    return this.#columns.phase.at(this.#row);
  }

  get stage(): string {
    return this.#columns.stage.at(this.#row);
  }

  get model(): string {
    return this.#columns.model.at(this.#row);
  }

  get context(): string {
    return this.#columns.context.at(this.#row);
  }

  get errorKind(): string {
    return this.#columns.errorKind.at(this.#row);
  }

  get errorMessage(): string {
    return this.#columns.errorMessage.at(this.#row);
  }

  get purpose(): RequestPurpose {
    return this.#columns.purpose.at(this.#row);
  }

  get tokenCountSource(): TokenCountSource {
    return this.#columns.tokenCountSource.at(this.#row);
  }

  get outcome(): RequestOutcome {
    return this.#columns.outcome.at(this.#row);
  }

  get chunkNs(): Float64Array {
    const { chunkNs, chunkOffsets } = this.#columns;
    return chunkNs.subarray(chunkOffsets[this.#row], chunkOffsets[this.#row + 1]);
  }
}
