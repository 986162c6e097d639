import type { SchemaCheck } from '../../spec/content/schema-check.ts';
import type { NumberColumn } from '../columns/number-column.ts';
import type {
  RequestOutcome,
  RequestPurpose,
  RequestRow,
  TokenCountSource,
} from './request-row.ts';

/** A column of which each row has a text. */
interface Texts<Text extends string = string> {
  at(row: number): Text;
}

/** The fields of a request that are numbers. */
type NumberKey = {
  [Key in keyof RequestRow]-?: RequestRow[Key] extends number ? Key : never;
}[keyof RequestRow];

/** The requests of a run by column. */
export interface RequestColumns extends Readonly<Record<NumberKey, NumberColumn>> {
  readonly phase: Texts;
  readonly stage: Texts;
  readonly model: Texts;
  readonly context: Texts;
  readonly errorKind: Texts;
  readonly errorMessage: Texts;
  readonly api: Texts;
  readonly label: Texts;
  readonly machine: Texts;
  readonly replica: Texts;
  readonly schemaCheck: Texts<SchemaCheck>;
  readonly purpose: Texts<RequestPurpose>;
  readonly tokenCountSource: Texts<TokenCountSource>;
  readonly outcome: Texts<RequestOutcome>;
  /** Timestamps of all content events, request after request. */
  readonly chunkNs: Float64Array;
  /** Where those of a request begin; those of the last end with the last entry. */
  readonly chunkOffsets: Float64Array;
}
