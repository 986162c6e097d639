import fc from 'fast-check';
import { SCHEMA_CHECKS } from '../../../src/spec/content/schema-check.ts';
import {
  REQUEST_OUTCOMES,
  REQUEST_PURPOSES,
  TOKEN_COUNT_SOURCES,
  type RequestRow,
} from '../../../src/stream/rows/request-row.ts';
import { samplesFrom, type SampleColumns } from '../../../src/stream/columns/sample-columns.ts';

/** Whole numbers as doubles, up to 2 ** 62: above 2 ** 53 only those that a double can hold. */
const wholeDouble = fc.oneof(
  fc.maxSafeNat(),
  fc.bigInt(0n, 2n ** 62n).map(Number),
  fc.constantFrom(0, 1, 2 ** 53 - 1, 2 ** 53, 2 ** 53 + 2, 2 ** 62),
);

/** A stamp or count that may not have been taken. */
const measuredDouble = fc.oneof({ weight: 4, arbitrary: wholeDouble }, fc.constant(Number.NaN));

/** Any text that can stand in a file: every code point but lone surrogates, which are no text. */
const text = fc.string({ unit: 'grapheme', maxLength: 20 });

export const arbitraryRow: fc.Arbitrary<RequestRow> = fc.record({
  id: fc.nat(),
  phase: text,
  purpose: fc.constantFrom(...REQUEST_PURPOSES),
  stage: text,
  model: text,
  context: text,
  scheduledNs: measuredDouble,
  sentNs: measuredDouble,
  connectedNs: measuredDouble,
  firstByteNs: measuredDouble,
  firstTokenNs: measuredDouble,
  firstAnswerNs: measuredDouble,
  lastTokenNs: measuredDouble,
  endNs: measuredDouble,
  inputTokens: measuredDouble,
  outputTokens: measuredDouble,
  maxOutputTokens: measuredDouble,
  tokenCountSource: fc.constantFrom(...TOKEN_COUNT_SOURCES),
  cachedTokens: measuredDouble,
  offeredTokens: measuredDouble,
  residentTokens: measuredDouble,
  resends: fc.nat(),
  firstTokenAfterNs: measuredDouble,
  lastTokenAfterNs: measuredDouble,
  boundedChunks: measuredDouble,
  firstTokenErrorNs: measuredDouble,
  largestErrorNs: measuredDouble,
  lateChunks: measuredDouble,
  readLatenessNs: measuredDouble,
  leastRoundTripNs: measuredDouble,
  departedNs: measuredDouble,
  retransmits: measuredDouble,
  outOfOrder: measuredDouble,
  serverQueueNs: measuredDouble,
  serverLoadNs: measuredDouble,
  serverPrefillNs: measuredDouble,
  serverPrefillTokens: measuredDouble,
  serverDecodeNs: measuredDouble,
  serverDecodeTokens: measuredDouble,
  serverTotalNs: measuredDouble,
  gatewayOverheadNs: measuredDouble,
  draftTokens: measuredDouble,
  acceptedDraftTokens: measuredDouble,
  reasoningTokens: measuredDouble,
  chunkNs: fc.array(wholeDouble, { maxLength: 30 }).map((stamps) => Float64Array.from(stamps)),
  outcome: fc.constantFrom(...REQUEST_OUTCOMES),
  errorKind: text,
  errorMessage: text,
  api: text,
  label: text,
  replica: text,
  turn: measuredDouble,
  itemCount: measuredDouble,
  mediaNs: measuredDouble,
  bodyBytes: measuredDouble,
  sharedTokens: measuredDouble,
  schemaCheck: fc.constantFrom(...SCHEMA_CHECKS),
  machine: text,
});

interface Sample {
  readonly timeNs: number;
  readonly latenessNs: number;
  readonly pid: number;
  readonly rssBytes: number;
  readonly sharedBytes: number;
  readonly cpuNs?: number;
  readonly heapUsedBytes?: number;
}

/** Columns of the samples given. */
export function samplesOf(rows: readonly Sample[]): SampleColumns {
  return samplesFrom(
    rows.length,
    Int32Array.from(rows, (row) => row.pid),
    (name) => Float64Array.from(rows, (row) => row[name] ?? Number.NaN),
  );
}

export const arbitrarySamples: fc.Arbitrary<SampleColumns> = fc
  .array(
    fc.record({
      timeNs: wholeDouble,
      latenessNs: measuredDouble,
      pid: fc.integer({ min: 1, max: 2 ** 31 - 1 }),
      rssBytes: measuredDouble,
      sharedBytes: fc.double(),
      cpuNs: measuredDouble,
      heapUsedBytes: fc.double(),
    }),
    { maxLength: 40 },
  )
  .map(samplesOf);

/** A batch of samples one millisecond apart, each with figures of its own. */
export function countedSamples(count: number, firstNs = 1e9): SampleColumns {
  return samplesOf(
    Array.from({ length: count }, (_, index) => ({
      timeNs: firstNs + index * 1e6,
      latenessNs: index,
      pid: 42,
      rssBytes: 4096 * index,
      sharedBytes: 1024 * index,
    })),
  );
}

/** A request that was answered; every figure of it tells its number. */
export function countedRow(id: number): RequestRow {
  return {
    id,
    phase: 'load',
    purpose: 'load',
    stage: 'closed',
    model: 'a',
    context: '',
    scheduledNs: id * 100,
    sentNs: id * 100 + 1,
    connectedNs: Number.NaN,
    firstByteNs: id * 100 + 2,
    firstTokenNs: id * 100 + 2,
    firstAnswerNs: id * 100 + 2,
    lastTokenNs: id * 100 + 4,
    endNs: id * 100 + 5,
    inputTokens: 3,
    outputTokens: 3,
    maxOutputTokens: 3,
    tokenCountSource: 'tokenizer',
    cachedTokens: 0,
    offeredTokens: 3,
    residentTokens: 3,
    resends: 0,
    firstTokenAfterNs: id * 100 + 9,
    lastTokenAfterNs: id * 100 + 10,
    boundedChunks: id * 100 + 11,
    readLatenessNs: id * 100 + 12,
    firstTokenErrorNs: id * 100 + 13,
    largestErrorNs: id * 100 + 14,
    lateChunks: id * 100 + 15,
    leastRoundTripNs: id * 100 + 16,
    departedNs: id * 100 + 17,
    retransmits: 0,
    outOfOrder: 0,
    serverQueueNs: 1,
    serverLoadNs: 2,
    serverPrefillNs: 3,
    serverPrefillTokens: 4,
    serverDecodeNs: 5,
    serverDecodeTokens: 6,
    serverTotalNs: 7,
    gatewayOverheadNs: 8,
    draftTokens: 9,
    acceptedDraftTokens: 10,
    reasoningTokens: 11,
    chunkNs: Float64Array.of(id * 100 + 2, id * 100 + 3, id * 100 + 4),
    outcome: 'ok',
    errorKind: '',
    errorMessage: '',
    api: 'openai-chat',
    label: `request-${id}`,
    replica: '',
    turn: 12,
    itemCount: 13,
    mediaNs: 14,
    bodyBytes: 15,
    sharedTokens: 16,
    schemaCheck: 'match',
    machine: 'b',
  };
}

/** A request with its fields as its own, whether it is a view of columns or not: what tests compare. */
export function plainRow(row: RequestRow): RequestRow {
  return {
    id: row.id,
    phase: row.phase,
    purpose: row.purpose,
    stage: row.stage,
    model: row.model,
    context: row.context,
    scheduledNs: row.scheduledNs,
    sentNs: row.sentNs,
    connectedNs: row.connectedNs,
    firstByteNs: row.firstByteNs,
    firstTokenNs: row.firstTokenNs,
    firstAnswerNs: row.firstAnswerNs,
    lastTokenNs: row.lastTokenNs,
    endNs: row.endNs,
    inputTokens: row.inputTokens,
    outputTokens: row.outputTokens,
    maxOutputTokens: row.maxOutputTokens,
    tokenCountSource: row.tokenCountSource,
    cachedTokens: row.cachedTokens,
    offeredTokens: row.offeredTokens,
    residentTokens: row.residentTokens,
    resends: row.resends,
    firstTokenAfterNs: row.firstTokenAfterNs,
    lastTokenAfterNs: row.lastTokenAfterNs,
    boundedChunks: row.boundedChunks,
    firstTokenErrorNs: row.firstTokenErrorNs,
    largestErrorNs: row.largestErrorNs,
    lateChunks: row.lateChunks,
    readLatenessNs: row.readLatenessNs,
    leastRoundTripNs: row.leastRoundTripNs,
    departedNs: row.departedNs,
    retransmits: row.retransmits,
    outOfOrder: row.outOfOrder,
    serverQueueNs: row.serverQueueNs,
    serverLoadNs: row.serverLoadNs,
    serverPrefillNs: row.serverPrefillNs,
    serverPrefillTokens: row.serverPrefillTokens,
    serverDecodeNs: row.serverDecodeNs,
    serverDecodeTokens: row.serverDecodeTokens,
    serverTotalNs: row.serverTotalNs,
    gatewayOverheadNs: row.gatewayOverheadNs,
    draftTokens: row.draftTokens,
    acceptedDraftTokens: row.acceptedDraftTokens,
    reasoningTokens: row.reasoningTokens,
    chunkNs: Float64Array.from(row.chunkNs),
    outcome: row.outcome,
    errorKind: row.errorKind,
    errorMessage: row.errorMessage,
    api: row.api,
    label: row.label,
    replica: row.replica,
    turn: row.turn,
    itemCount: row.itemCount,
    mediaNs: row.mediaNs,
    bodyBytes: row.bodyBytes,
    sharedTokens: row.sharedTokens,
    schemaCheck: row.schemaCheck,
    machine: row.machine,
  };
}

/** Samples with every column as doubles, whatever array holds it: what tests compare. */
export function plainSamples(samples: SampleColumns): SampleColumns {
  return samplesFrom(samples.count, Int32Array.from(samples.pid), (name) =>
    Float64Array.from({ length: samples.count }, (_, row) => samples[name][row] ?? Number.NaN),
  );
}
