import type { SchemaCheck } from '../../spec/content/schema-check.ts';

/** What kind of request a row was; `NaN` and empty where it does not apply. */
export interface RequestKind {
  /** The API that carried it, as in the configuration; empty for an embedded engine. */
  readonly api: string;
  /** URL of the replica that served it; empty with one server. */
  readonly replica: string;
  /** The name that its data set gives it, such as a `custom_id`; empty for none. */
  readonly label: string;
  /** Its turn of a conversation, from 1. */
  readonly turn: number;
  /** Inputs, or pairs of a query and a document, of a request that generates no text. */
  readonly itemCount: number;
  /** Duration of its recording, or of the speech that it received. */
  readonly mediaNs: number;
  /** Size of its body. */
  readonly bodyBytes: number;
  /** Tokens at the beginning of its prompt that an earlier prompt of the phase has, by design. */
  readonly sharedTokens: number;
  /** How its response compares with the JSON schema that it demands; empty where it demands none, or failed. */
  readonly schemaCheck: SchemaCheck;
  /** The machine that sent it, in a run merged from several; empty in other runs. */
  readonly machine: string;
}

/** A request of an embedded engine, outside of a conversation. */
export const PLAIN_KIND: RequestKind = Object.freeze({
  api: '',
  replica: '',
  label: '',
  turn: Number.NaN,
  itemCount: Number.NaN,
  mediaNs: Number.NaN,
  bodyBytes: Number.NaN,
  sharedTokens: Number.NaN,
  schemaCheck: '',
  machine: '',
});
