import { REQUEST_PURPOSES, type RequestRow } from '../rows/request-row.ts';

/** A column of the requests that holds whole numbers. */
interface RequestNumberColumn {
  readonly name: Exclude<
    {
      [Name in keyof RequestRow]: RequestRow[Name] extends number ? Name : never;
    }[keyof RequestRow],
    never
  >;
  readonly unit: 'count' | 'ns' | 'tokens' | 'bytes';
  readonly description: string;
  /** Whether a file may lack the column. */
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
  /** Whether a file may lack the column. */
  readonly isLater?: true;
}

/** Columns of numbers; those of all requests of a run fit the memory of a report. */
export const REQUEST_NUMBERS: readonly RequestNumberColumn[] = [
  { name: 'id', unit: 'count', description: 'index of the request in the run' },
  { name: 'scheduledNs', unit: 'ns', description: 'scheduled start' },
  { name: 'sentNs', unit: 'ns', description: 'send: handed to the socket or engine' },
  { name: 'connectedNs', unit: 'ns', description: 'end of connecting, if it opened a connection' },
  { name: 'firstByteNs', unit: 'ns', description: 'first byte of the response' },
  { name: 'firstTokenNs', unit: 'ns', description: 'first event with content' },
  {
    name: 'firstAnswerNs',
    unit: 'ns',
    description: 'first event with content that is not reasoning',
  },
  { name: 'lastTokenNs', unit: 'ns', description: 'last event with content' },
  { name: 'endNs', unit: 'ns', description: 'end of the response' },
  { name: 'inputTokens', unit: 'tokens', description: 'tokens of the prompt' },
  { name: 'outputTokens', unit: 'tokens', description: 'generated tokens' },
  { name: 'maxOutputTokens', unit: 'tokens', description: 'requested maximum of output tokens' },
  { name: 'cachedTokens', unit: 'tokens', description: 'prompt tokens served from a cache' },
  { name: 'offeredTokens', unit: 'tokens', description: 'tokens offered as context' },
  { name: 'residentTokens', unit: 'tokens', description: 'offered tokens that the target kept' },
  { name: 'resends', unit: 'count', description: 'resends on a fresh connection' },
  {
    name: 'firstTokenAfterNs',
    unit: 'ns',
    description: 'time after which the first event with content arrived',
    isLater: true,
  },
  {
    name: 'lastTokenAfterNs',
    unit: 'ns',
    description: 'time after which the last event with content arrived',
    isLater: true,
  },
  {
    name: 'boundedChunks',
    unit: 'count',
    description: 'events with content that arrived with a later one in one read',
    isLater: true,
  },
  {
    name: 'firstTokenErrorNs',
    unit: 'ns',
    description: 'by how much the client may have made the first event with content late',
    isLater: true,
  },
  {
    name: 'largestErrorNs',
    unit: 'ns',
    description: 'by how much the client may have made an event with content late, the largest',
    isLater: true,
  },
  {
    name: 'lateChunks',
    unit: 'count',
    description: 'events with content that the client may have made late by more than 250 µs',
    isLater: true,
  },
  {
    name: 'readLatenessNs',
    unit: 'ns',
    description: 'longest time from an arrival by the kernel to its read',
    isLater: true,
  },
  {
    name: 'leastRoundTripNs',
    unit: 'ns',
    description: 'shortest round trip of its connection when it was sent',
    isLater: true,
  },
  {
    name: 'departedNs',
    unit: 'ns',
    description: 'time when the last byte of the request had left',
    isLater: true,
  },
  {
    name: 'retransmits',
    unit: 'count',
    description: 'TCP segments that were sent again during the request',
    isLater: true,
  },
  {
    name: 'outOfOrder',
    unit: 'count',
    description: 'TCP segments of the response that arrived before an earlier one',
    isLater: true,
  },
  {
    name: 'serverQueueNs',
    unit: 'ns',
    description: 'queue time, as the server reports',
    isLater: true,
  },
  {
    name: 'serverLoadNs',
    unit: 'ns',
    description: 'model load time, as the server reports',
    isLater: true,
  },
  {
    name: 'serverPrefillNs',
    unit: 'ns',
    description: 'prefill time, as the server reports',
    isLater: true,
  },
  {
    name: 'serverPrefillTokens',
    unit: 'tokens',
    description: 'prompt tokens read in that time',
    isLater: true,
  },
  {
    name: 'serverDecodeNs',
    unit: 'ns',
    description: 'decode time, as the server reports',
    isLater: true,
  },
  {
    name: 'serverDecodeTokens',
    unit: 'tokens',
    description: 'tokens generated in that time',
    isLater: true,
  },
  {
    name: 'serverTotalNs',
    unit: 'ns',
    description: 'total time, as the server reports',
    isLater: true,
  },
  {
    name: 'gatewayOverheadNs',
    unit: 'ns',
    description: 'time added by a gateway',
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
    description: 'accepted tokens of speculative decoding',
    isLater: true,
  },
  {
    name: 'reasoningTokens',
    unit: 'tokens',
    description: 'output tokens of reasoning',
    isLater: true,
  },
  {
    name: 'turn',
    unit: 'count',
    description: 'turn of its conversation, from 1',
    isLater: true,
  },
  {
    name: 'itemCount',
    unit: 'count',
    description: 'inputs, or pairs of a query and a document',
    isLater: true,
  },
  {
    name: 'mediaNs',
    unit: 'ns',
    description: 'duration of its recording, or of the speech that it received',
    isLater: true,
  },
  { name: 'bodyBytes', unit: 'bytes', description: 'size of the request body', isLater: true },
  {
    name: 'sharedTokens',
    unit: 'tokens',
    description:
      'prompt tokens that an earlier prompt of the same worker in the phase begins with, by design',
    isLater: true,
  },
];

/** Columns of text. */
export const REQUEST_TEXTS: readonly RequestTextColumn[] = [
  { name: 'phase', description: 'phase of the request' },
  { name: 'purpose', description: `purpose of the request: ${REQUEST_PURPOSES.join(', ')}` },
  { name: 'stage', description: 'stage of the request, empty for none' },
  { name: 'model', description: 'requested model' },
  { name: 'context', description: 'label of its context' },
  { name: 'tokenCountSource', description: 'source of its token counts' },
  { name: 'outcome', description: 'outcome of the request' },
  { name: 'errorKind', description: 'error kind, empty when ok' },
  { name: 'errorMessage', description: 'error message, empty when ok' },
  { name: 'api', description: 'API that carried it, empty for an engine', isLater: true },
  { name: 'label', description: 'its name in the data set, empty for none', isLater: true },
  { name: 'replica', description: 'URL of its replica, empty with one server', isLater: true },
  {
    name: 'schemaCheck',
    description:
      'whether its response has the demanded JSON schema: match, mismatch, cut at the limit on output tokens; empty without one',
    isLater: true,
  },
  {
    name: 'machine',
    description: 'machine that sent it, in a run merged from several; empty in other runs',
    isLater: true,
  },
];
