import type { RequestRow } from '../../stream/rows/request-row.ts';

/** How a request of a machine becomes one of the merged run. */
export interface RequestMove {
  /** Added to each of its stamps, whole nanoseconds. */
  readonly byNs: number;
  readonly id: number;
  readonly machine: string;
}

/** When a request was sent, or should have been: by its own clock, nanoseconds. */
export function sendNs({ sentNs, scheduledNs, endNs }: RequestRow): number {
  if (!Number.isNaN(sentNs)) return sentNs;
  return Number.isNaN(scheduledNs) ? endNs : scheduledNs;
}

/** The request with all its stamps moved by the same time: its durations stay as they were measured. */
export function moveRequest(row: RequestRow, { byNs, id, machine }: RequestMove): RequestRow {
  return {
    id,
    phase: row.phase,
    purpose: row.purpose,
    stage: row.stage,
    model: row.model,
    context: row.context,
    scheduledNs: row.scheduledNs + byNs,
    sentNs: row.sentNs + byNs,
    connectedNs: row.connectedNs + byNs,
    firstByteNs: row.firstByteNs + byNs,
    firstTokenNs: row.firstTokenNs + byNs,
    firstAnswerNs: row.firstAnswerNs + byNs,
    lastTokenNs: row.lastTokenNs + byNs,
    endNs: row.endNs + byNs,
    firstTokenAfterNs: row.firstTokenAfterNs + byNs,
    lastTokenAfterNs: row.lastTokenAfterNs + byNs,
    departedNs: row.departedNs + byNs,
    chunkNs: row.chunkNs.map((atNs) => atNs + byNs),
    inputTokens: row.inputTokens,
    outputTokens: row.outputTokens,
    maxOutputTokens: row.maxOutputTokens,
    tokenCountSource: row.tokenCountSource,
    cachedTokens: row.cachedTokens,
    offeredTokens: row.offeredTokens,
    residentTokens: row.residentTokens,
    resends: row.resends,
    outcome: row.outcome,
    errorKind: row.errorKind,
    errorMessage: row.errorMessage,
    boundedChunks: row.boundedChunks,
    firstTokenErrorNs: row.firstTokenErrorNs,
    largestErrorNs: row.largestErrorNs,
    lateChunks: row.lateChunks,
    readLatenessNs: row.readLatenessNs,
    leastRoundTripNs: row.leastRoundTripNs,
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
    api: row.api,
    label: row.label,
    turn: row.turn,
    itemCount: row.itemCount,
    mediaNs: row.mediaNs,
    bodyBytes: row.bodyBytes,
    sharedTokens: row.sharedTokens,
    schemaCheck: row.schemaCheck,
    machine,
    replica: row.replica,
  };
}
