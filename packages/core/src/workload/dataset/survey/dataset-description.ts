import * as z from 'zod';
import { ArrivalSummarySchema, type ArrivalSummary } from './arrival-survey.ts';
import { LENGTH_SUMMARY_FIELDS, LengthSummarySchema, type LengthSummary } from './length-counts.ts';
import { PrefixSummarySchema, type PrefixSummary } from './prefix-survey.ts';
import { RemarkedRowsSchema, type RemarkedRows } from './remark-counts.ts';

/** Where counts of tokens come from. */
export const TOKEN_ORIGINS = ['file', 'server', 'tokenizer', 'estimate'] as const;

/** One of {@link TOKEN_ORIGINS}. */
export type TokenOrigin = (typeof TOKEN_ORIGINS)[number];

/** Lengths in tokens. */
export interface TokenLengths extends LengthSummary {
  /** Several where the file mixes texts and lengths. */
  readonly origins: readonly TokenOrigin[];
}

/** What is in a file of requests, and what would be sent of it. */
export interface DatasetDescription {
  readonly schema: 'loadcell/dataset/1';
  readonly path: string;
  readonly bytes: number;
  readonly format: { readonly name: string; readonly title: string };
  /** How the format was found: named by the user, or recognized by content. */
  readonly formatBy: 'name' | 'content';
  /** Rows that were read, those that are left out included. */
  readonly rows: number;
  /** Requests that would be sent. */
  readonly requests: number;
  /** Conversations with more than one turn. */
  readonly conversations: number;
  /** Absent where the file has no times. */
  readonly arrivals?: ArrivalSummary;
  /** Tokens of the prompt of each request, earlier turns included; absent where nothing can be sent. */
  readonly input?: TokenLengths;
  /** Tokens of output, where the file sets or records them. */
  readonly output?: TokenLengths & {
    /** How many are exact, at most, or as long as the recorded answer. */
    readonly kinds: Readonly<Record<string, number>>;
  };
  /** Requests without a length of output. */
  readonly withoutOutputLength: number;
  readonly prefixes?: PrefixSummary;
  /** Turns of conversations, requests by themselves included; absent where no conversation has a second turn. */
  readonly turns?: LengthSummary;
  /** Requests by API; an empty name stands for the API of the target. */
  readonly apis: Readonly<Record<string, number>>;
  /** Requests by model; only those that name one. */
  readonly models: Readonly<Record<string, number>>;
  /** Pictures, recordings and videos; their tokens are in no count. */
  readonly media: number;
  readonly leftOut: {
    readonly unreadable: readonly RemarkedRows[];
    readonly failed: readonly RemarkedRows[];
    readonly filtered: readonly RemarkedRows[];
  };
  readonly warnings: readonly RemarkedRows[];
}

const TOKEN_LENGTHS_FIELDS = {
  ...LENGTH_SUMMARY_FIELDS,
  origins: z.array(z.enum(TOKEN_ORIGINS)),
} as const;

/** The JSON that `loadcell dataset --json` prints. */
export const DatasetDescriptionSchema: z.ZodType<DatasetDescription, DatasetDescription> = z.object(
  {
    schema: z.literal('loadcell/dataset/1'),
    path: z.string(),
    bytes: z.int().nonnegative(),
    format: z.object({ name: z.string(), title: z.string() }),
    formatBy: z.enum(['name', 'content']),
    rows: z.int().nonnegative(),
    requests: z.int().nonnegative(),
    conversations: z.int().nonnegative(),
    arrivals: ArrivalSummarySchema.exactOptional(),
    input: z.object(TOKEN_LENGTHS_FIELDS).exactOptional(),
    output: z
      .object({ ...TOKEN_LENGTHS_FIELDS, kinds: z.record(z.string(), z.int().positive()) })
      .exactOptional(),
    withoutOutputLength: z.int().nonnegative(),
    prefixes: PrefixSummarySchema.exactOptional(),
    turns: LengthSummarySchema.exactOptional(),
    apis: z.record(z.string(), z.int().positive()),
    models: z.record(z.string(), z.int().positive()),
    media: z.int().nonnegative(),
    leftOut: z.object({
      unreadable: z.array(RemarkedRowsSchema),
      failed: z.array(RemarkedRowsSchema),
      filtered: z.array(RemarkedRowsSchema),
    }),
    warnings: z.array(RemarkedRowsSchema),
  },
);
