import type { ApiName } from '../../spec/api-name.ts';
import type { ChatMessage } from '../../spec/content/chat-message.ts';
import type { RequestContent } from '../../spec/content/request-content.ts';

/** A length of output that a data set sets. */
export interface OutputLength {
  readonly tokens: number;
  /** Exactly that many, at most that many, or about as many as the recorded answer has. */
  readonly kind: 'demand' | 'cap' | 'estimate';
}

/** What one request sends. */
export type TurnInput =
  /** Content of its own; in a conversation, what comes after the answer before. */
  | { readonly kind: 'content'; readonly content: RequestContent }
  /** Only a number of tokens, whose text is made. */
  | {
      readonly kind: 'lengths';
      readonly inputTokens: number;
      /** Opaque ids of its blocks: equal ids at the beginning are a shared prefix. Absent where the data set has none. */
      readonly blocks?: readonly string[];
      /** Tokens of a full block; the last may be shorter. Tokens behind the last block have no id and are shared with no request. */
      readonly blockTokens?: number;
      /** Pictures of a made size that it carries. */
      readonly pictures?: number;
    };

/** One request of a conversation, or a request by itself. */
export interface Turn {
  /** Line of the file, or entry of its array, from 1. */
  readonly line: number;
  readonly input: TurnInput;
  readonly output?: OutputLength;
  /** Arrival after the first row of the file, nanoseconds; may be below 0 where the file is out of order. */
  readonly atNs?: number;
  /** Wait after the answer before, nanoseconds. */
  readonly delayNs?: number;
  /** The recorded answer: history of later turns. */
  readonly answer?: ChatMessage;
  readonly model?: string;
  readonly api?: ApiName;
  /** Its name in the data set, such as a `custom_id`. */
  readonly label?: string;
  /** Its name within the conversation, for `after`. */
  readonly id?: string;
  /** The turns that must have ended before; the one before it when absent. */
  readonly after?: readonly string[];
}

/** What the turns of a conversation send besides their own content. */
export type History =
  /** The turns before, with recorded answers. */
  | 'recorded'
  /** The turns before, with the answers of this run. */
  | 'live'
  /** Nothing: each is complete. */
  | 'none';

/** Requests that belong together, in order. A request by itself is a conversation of one turn. */
export interface Conversation {
  /** Its name in the data set; empty for a request by itself. */
  readonly label: string;
  /** As its format means it; the user may choose another. */
  readonly history: History;
  readonly turns: readonly Turn[];
}

/** A row that cannot be sent. */
export interface RowFault {
  /** Line of the file, or entry of its array, from 1. */
  readonly line: number;
  /** Not readable; a failed request of a trace; or left out by a rule. */
  readonly kind: 'unreadable' | 'failed' | 'filtered';
  /** What was expected and what was found; for a filtered row the rule. */
  readonly reason: string;
  /** When its request arrived, as in {@link Turn}; absent where that cannot be read. */
  readonly atNs?: number;
}

/** What a reader finds, in the order of the file. */
export type DatasetEntry =
  | { readonly conversation: Conversation }
  | { readonly fault: RowFault }
  /** Something that does not keep the row from being sent. */
  | { readonly warning: { readonly line: number; readonly reason: string } };

/** The first bytes of a file, by which its format is recognized. */
export interface FileHead {
  /** Base name, without `.gz`. */
  readonly name: string;
  /** The first lines that are not blank, decoded. */
  readonly lines: readonly string[];
  /** The first record: of JSONL, of a JSON array, or a row of CSV by its header; undefined where there is none. */
  readonly record: unknown;
  /** The first row of CSV, usually its header. */
  readonly cells?: readonly string[];
  /** Shape of the file as its content shows it. */
  readonly shape: 'jsonl' | 'json' | 'csv' | 'parquet' | 'text';
}

/** A record of a file, with its line or entry number from 1. */
export interface DataRecord {
  readonly line: number;
  /** The parsed value; absent where it could not be parsed. */
  readonly value?: unknown;
  /** Why it could not be parsed. */
  readonly fault?: string;
  /** The source text of numbers, for ids above 2^53: the text of the whole record. */
  readonly text: string;
}

/** Options that readers understand; each ignores those that do not concern it. */
export interface ReadOptions {
  /** Names of the fields of a timed trace. */
  readonly fields?: {
    readonly time?: string;
    readonly inputTokens?: string;
    readonly outputTokens?: string;
    readonly blocks?: string;
  };
  /** Seconds that a unit of the time field has. */
  readonly timeUnitSeconds?: number;
  /** Tokens of a block of `blocks`. */
  readonly blockTokens?: number;
  /** Whether requests of one session follow each other, where the format does not say so. */
  readonly bySession?: boolean;
  /** Whether an entry of ShareGPT continues the part before it (`a_1` after `a_0`); so when absent. */
  readonly joinsParts?: boolean;
  /** Whether each assistant message of a fine-tuning file is the answer of a request, and not the last alone. */
  readonly everyAnswer?: boolean;
  /** Whether media may be URLs, which the server downloads inside the request. */
  readonly allowsUrls?: boolean;
  /** Whether media may be paths; so when absent. */
  readonly allowsFiles?: boolean;
  /** Only rows in which these fields have these values. */
  readonly where?: Readonly<Record<string, string>>;
  /** Folder that paths in the file are relative to. */
  readonly folder: string;
}

/** One format of data sets. Adding one is a file and a line in the registry. */
export interface DatasetFormat {
  /** As in `--dataset-format`. */
  readonly name: string;
  /** For messages: `a Mooncake trace`. */
  readonly title: string;
  /** The value of a `type` key of its records that names it, in formats whose records have one. */
  readonly typeName?: string;
  /** The field that its rows are sorted by, for the command that sorts a file. */
  readonly timeField?: (options: Omit<ReadOptions, 'folder'>) => string;
  /** Whether that field is a text that sorts as its time does, and not a number. */
  readonly isTimeText?: boolean;
  /** Whether its CSV has a header, as almost all have; without one a record is an array of cells. */
  readonly hasHeader?: boolean;
  /** Whether the beginning of a file looks like this format. */
  readonly recognizes: (head: FileHead) => boolean;
  /** Reads the records of a file, lazily: files may be larger than memory. */
  readonly read: (records: Iterable<DataRecord>, options: ReadOptions) => Iterable<DatasetEntry>;
}
