import type { RequestRow } from '../rows/request-row.ts';

/** A column of the requests that holds whole numbers. */
interface RequestNumberColumn {
  readonly name: Exclude<
    {
      [Name in keyof RequestRow]: RequestRow[Name] extends number ? Name : never;
    }[keyof RequestRow],
    never
  >;
  readonly unit: 'count' | 'ns' | 'tokens';
  readonly description: string;
  /** Runs that were recorded before it existed lack it. */
  readonly isLater?: true;
}

/** A column of the requests that holds text. */
interface RequestTextColumn {
  readonly name: Exclude<
    {
      [Name in keyof RequestRow]: RequestRow[Name] extends string ? Name : never;
    }[keyof RequestRow],
    never
  >;
  readonly description: string;
}

/** Columns of numbers; those of all requests of a run fit the memory of a report. */
export const REQUEST_NUMBERS: readonly RequestNumberColumn[] = [
  { name: 'id', unit: 'count', description: 'number of the request in the run' },
  { name: 'scheduledNs', unit: 'ns', description: 'when the schedule wanted it sent' },
  { name: 'sentNs', unit: 'ns', description: 'when it was handed to the socket or engine' },
  { name: 'connectedNs', unit: 'ns', description: 'when the connection made for it stood' },
  { name: 'firstByteNs', unit: 'ns', description: 'first byte of the response' },
  { name: 'firstTokenNs', unit: 'ns', description: 'first event with content' },
  { name: 'firstAnswerNs', unit: 'ns', description: 'first event with content but reasoning' },
  { name: 'lastTokenNs', unit: 'ns', description: 'last event with content' },
  { name: 'endNs', unit: 'ns', description: 'end of the response' },
  { name: 'inputTokens', unit: 'tokens', description: 'tokens of the prompt' },
  { name: 'outputTokens', unit: 'tokens', description: 'tokens generated' },
  { name: 'maxOutputTokens', unit: 'tokens', description: 'output tokens requested at most' },
  { name: 'cachedTokens', unit: 'tokens', description: 'tokens of the prompt that a cache served' },
  { name: 'offeredTokens', unit: 'tokens', description: 'tokens offered as context' },
  { name: 'residentTokens', unit: 'tokens', description: 'tokens of those that the engine kept' },
  { name: 'resends', unit: 'count', description: 'times sent again on a fresh connection' },
  {
    name: 'serverQueueNs',
    unit: 'ns',
    description: 'wait in the server, as it reports',
    isLater: true,
  },
  {
    name: 'serverLoadNs',
    unit: 'ns',
    description: 'loading the model, as the server reports',
    isLater: true,
  },
  {
    name: 'serverPrefillNs',
    unit: 'ns',
    description: 'reading the prompt, as the server reports',
    isLater: true,
  },
  {
    name: 'serverPrefillTokens',
    unit: 'tokens',
    description: 'tokens of the prompt read in that time',
    isLater: true,
  },
  {
    name: 'serverDecodeNs',
    unit: 'ns',
    description: 'generating, as the server reports',
    isLater: true,
  },
  {
    name: 'serverDecodeTokens',
    unit: 'tokens',
    description: 'tokens that this time covers',
    isLater: true,
  },
  {
    name: 'serverTotalNs',
    unit: 'ns',
    description: 'whole request, as the server reports',
    isLater: true,
  },
  {
    name: 'gatewayOverheadNs',
    unit: 'ns',
    description: 'time that a gateway added',
    isLater: true,
  },
  {
    name: 'draftTokens',
    unit: 'tokens',
    description: 'tokens proposed by speculative decoding',
    isLater: true,
  },
  {
    name: 'acceptedDraftTokens',
    unit: 'tokens',
    description: 'those of them that were accepted',
    isLater: true,
  },
  {
    name: 'reasoningTokens',
    unit: 'tokens',
    description: 'output tokens that were reasoning',
    isLater: true,
  },
];

/** Columns of text. */
export const REQUEST_TEXTS: readonly RequestTextColumn[] = [
  { name: 'phase', description: 'phase that it belongs to' },
  { name: 'purpose', description: 'why it was made' },
  { name: 'stage', description: 'stage that it belongs to, empty for none' },
  { name: 'model', description: 'model that it asked for' },
  { name: 'context', description: 'label of the context it ran on' },
  { name: 'tokenCountSource', description: 'source of its counts' },
  { name: 'outcome', description: 'how it ended' },
  { name: 'errorKind', description: 'kind of its failure' },
  { name: 'errorMessage', description: 'its failure in words' },
];
