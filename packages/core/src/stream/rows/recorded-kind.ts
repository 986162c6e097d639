import type { SchemaCheck } from '../../spec/content/schema-check.ts';
import type { RequestColumns } from './recorded-columns.ts';
import type { ReportedTimings } from './reported-timings.ts';
import type { RequestKind } from './request-kind.ts';

/** What the server reports of a request read from a file, and its kind: a view of one row of the columns. */
export class RecordedKind implements ReportedTimings, RequestKind {
  readonly #columns: RequestColumns;
  readonly #row: number;

  constructor(columns: RequestColumns, row: number) {
    this.#columns = columns;
    this.#row = row;
  }

  get serverQueueNs(): number {
    return this.#columns.serverQueueNs[this.#row] ?? Number.NaN;
  }

  get serverLoadNs(): number {
    return this.#columns.serverLoadNs[this.#row] ?? Number.NaN;
  }

  get serverPrefillNs(): number {
    return this.#columns.serverPrefillNs[this.#row] ?? Number.NaN;
  }

  get serverPrefillTokens(): number {
    return this.#columns.serverPrefillTokens[this.#row] ?? Number.NaN;
  }

  get serverDecodeNs(): number {
    return this.#columns.serverDecodeNs[this.#row] ?? Number.NaN;
  }

  get serverDecodeTokens(): number {
    return this.#columns.serverDecodeTokens[this.#row] ?? Number.NaN;
  }

  get serverTotalNs(): number {
    return this.#columns.serverTotalNs[this.#row] ?? Number.NaN;
  }

  get gatewayOverheadNs(): number {
    return this.#columns.gatewayOverheadNs[this.#row] ?? Number.NaN;
  }

  get draftTokens(): number {
    return this.#columns.draftTokens[this.#row] ?? Number.NaN;
  }

  get acceptedDraftTokens(): number {
    return this.#columns.acceptedDraftTokens[this.#row] ?? Number.NaN;
  }

  get reasoningTokens(): number {
    return this.#columns.reasoningTokens[this.#row] ?? Number.NaN;
  }

  get turn(): number {
    return this.#columns.turn[this.#row] ?? Number.NaN;
  }

  get itemCount(): number {
    return this.#columns.itemCount[this.#row] ?? Number.NaN;
  }

  get mediaNs(): number {
    return this.#columns.mediaNs[this.#row] ?? Number.NaN;
  }

  get bodyBytes(): number {
    return this.#columns.bodyBytes[this.#row] ?? Number.NaN;
  }

  get sharedTokens(): number {
    return this.#columns.sharedTokens[this.#row] ?? Number.NaN;
  }

  get api(): string {
    return this.#columns.api.at(this.#row);
  }

  get replica(): string {
    return this.#columns.replica.at(this.#row);
  }

  get label(): string {
    return this.#columns.label.at(this.#row);
  }

  get machine(): string {
    return this.#columns.machine.at(this.#row);
  }

  get schemaCheck(): SchemaCheck {
    return this.#columns.schemaCheck.at(this.#row);
  }
}
