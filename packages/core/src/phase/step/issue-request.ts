import { nowNs } from '../../stream/clock.ts';
import type { RequestPurpose } from '../../stream/rows/request-row.ts';
import { unsentRequest } from '../../stream/rows/unsent-request.ts';
import { TargetDiedError, TargetError } from '../../target/errors.ts';
import type { FinishedRequest } from '../../target/server/request/finished-request.ts';
import { RequestError } from '../../target/server/failure/request-error.ts';
import { estimateTokens } from '../../workload/text/estimate-tokens.ts';
import { isRefusalOfLength } from './refusal-of-length.ts';
import { toRequestRow } from '../../target/server/request/to-request-row.ts';
import type { ContextHandle, Generation } from '../../target/target.ts';
import type { PhaseContext } from '../phase.ts';
import type { PhaseRequest } from '../phase-journal.ts';

/** A request of a phase. */
export interface IssuedRequest {
  readonly purpose: RequestPurpose;
  readonly model: string;
  readonly prompt: string;
  readonly maxTokens: number;
  /** Tokens of the prompt; `NaN` or absent where unknown. */
  readonly inputTokens?: number;
  /** Whether the output must have `maxTokens`, where the target supports it. */
  readonly isLengthDemanded?: boolean;
  readonly context?: ContextHandle;
  /** Its conversation, where each turn sends all turns before it; none when absent. */
  readonly conversation?: string;
  readonly greedy?: boolean;
  /** Whether it belongs to a load, its warm-up included: a load continues after failures. */
  readonly isOfLoad?: boolean;
  /** When it is canceled on purpose if still in flight, milliseconds after its send; never when absent. */
  readonly cutAfterMs?: number;
  /** The name that its data set gives it; none when absent. */
  readonly label?: string;
  /** Its turn of a conversation, from 1; absent for other requests. */
  readonly turn?: number;
  /** Scheduled start; now when absent. */
  readonly scheduledNs?: number;
  /** When its service began, if before its send: with the model load or switch that it waits for. */
  readonly beganNs?: number;
}

function rowBefore(request: IssuedRequest, scheduledNs: number, sentNs: number): PhaseRequest {
  const { purpose, model, maxTokens: maxOutputTokens } = request;
  const context = request.context?.id ?? request.conversation ?? '';
  const planned = { purpose, model, context, scheduledNs, maxOutputTokens };
  const unsent = unsentRequest({ ...planned, tokenCountSource: 'tokenizer' });
  const { label = '', turn = Number.NaN } = request;
  return { ...unsent, label, turn, sentNs };
}

function completeRow(row: PhaseRequest, generation: Generation, sentNs: number): PhaseRequest {
  // An end token alone has no text and is a valid response; text without a timed token is a defect.
  const isWhole = generation.chunkNs.length > 0 || generation.text === '';
  return {
    ...row,
    sentNs,
    connectedNs: generation.connectedNs,
    firstByteNs: generation.firstByteNs,
    firstTokenNs: generation.chunkNs[0] ?? Number.NaN,
    firstAnswerNs: generation.firstAnswerNs,
    lastTokenNs: generation.chunkNs.at(-1) ?? Number.NaN,
    endNs: generation.endNs,
    inputTokens: generation.inputTokens,
    outputTokens: generation.outputTokens,
    tokenCountSource: generation.tokenCountSource,
    cachedTokens: generation.cachedTokens,
    offeredTokens: generation.offeredTokens,
    residentTokens: generation.residentTokens,
    resends: generation.resends,
    ...generation.reported,
    chunkNs: generation.chunkNs,
    ...kindOf(generation),
    ...(isWhole ? {} : UNTIMED),
    ...(generation.isCut === true ? { outcome: 'abandoned' } : {}),
  };
}

/** Results of inputs come in one piece: no token has a time. */
function kindOf({ written }: Generation): Partial<PhaseRequest> {
  if (written === undefined) return {};
  const { api, bodyBytes, itemCount, mediaMs = Number.NaN, replica = '' } = written;
  const kind = { api, bodyBytes, replica, mediaNs: mediaMs * 1e6 };
  if (itemCount === undefined) return kind;
  return { ...kind, itemCount, firstTokenNs: Number.NaN, chunkNs: new Float64Array(0) };
}

const UNTIMED = {
  outcome: 'error',
  errorKind: 'untimed-content',
  errorMessage: 'The target returned text without any token timestamps.',
} as const;

/**
 * Sends one request and records it, however it ends.
 * @returns undefined when it failed
 * @throws when the target died or the phase was aborted
 */
export async function issueRequest(
  phase: PhaseContext,
  request: IssuedRequest,
): Promise<Generation | undefined> {
  // A request without a schedule backs off as a retrying client does.
  if (request.scheduledNs === undefined) await phase.watch.ready(phase.signal);
  const handedNs = nowNs();
  const scheduledNs = request.scheduledNs ?? request.beganNs ?? handedNs;
  const row = rowBefore(request, scheduledNs, request.beganNs ?? handedNs);
  phase.tokens?.take(inputTokensOf(request), request.maxTokens);
  const generated = await generate(phase, request, row);
  if (generated === undefined) return undefined;
  const { generation, complete } = generated;
  watchEnd(phase, request, complete);
  phase.watch.takeRedirects(generation.redirects ?? []);
  return complete.outcome === 'ok' ? generation : undefined;
}

function inputTokensOf({ prompt, inputTokens = Number.NaN }: IssuedRequest): number {
  return Number.isNaN(inputTokens) ? estimateTokens(prompt) : inputTokens;
}

/** Requests of a load continue after failures: they have a rate or a number to reach. */
function watchEnd(
  { watch }: PhaseContext,
  { isOfLoad = false }: IssuedRequest,
  row: PhaseRequest,
  finished?: FinishedRequest,
): void {
  if (isOfLoad) watch.take(row, finished);
  else watch.takeOne(row, finished);
}

/** Sends the request and records its row. @returns undefined when it failed */
async function generate(
  phase: PhaseContext,
  request: IssuedRequest,
  row: PhaseRequest,
): Promise<{ generation: Generation; complete: PhaseRequest } | undefined> {
  try {
    const generation = await phase.target.generate({
      model: request.model,
      prompt: request.prompt,
      maxTokens: request.maxTokens,
      isLengthDemanded: request.isLengthDemanded ?? false,
      greedy: request.greedy ?? true,
      signal: phase.signal,
      ...(request.context === undefined ? {} : { context: request.context }),
      ...(request.cutAfterMs === undefined ? {} : { cutAfterMs: request.cutAfterMs }),
    });
    const sentNs = request.beganNs ?? generation.sentNs;
    const complete = completeRow(row, generation, sentNs);
    phase.journal.request(complete);
    return { generation, complete };
  } catch (error) {
    // Once the phase is aborted, its reason explains more than the error of the request.
    const cause: unknown = phase.signal.aborted ? phase.signal.reason : error;
    if (cause instanceof TargetError) {
      const failed = failedRow(row, cause, request.beganNs);
      phase.journal.request(failed);
      if (cause instanceof TargetDiedError || phase.signal.aborted) throw cause;
      watchEnd(phase, request, failed, cause instanceof RequestError ? cause.request : undefined);
      return undefined;
    }
    if (phase.signal.aborted) {
      const errorMessage = error instanceof Error ? error.message : String(error);
      phase.journal.request({ ...row, endNs: nowNs(), outcome: 'cancelled', errorMessage });
    }
    throw cause;
  }
}

/** The row of a failed request, with the timestamps of the network client where there are any. */
function failedRow(row: PhaseRequest, error: TargetError, beganNs?: number): PhaseRequest {
  const failed = failedRowOf(row, error, beganNs);
  const isRefusal = row.purpose === 'over-long' && isRefusalOfLength(error);
  return isRefusal ? { ...failed, outcome: 'refused' } : failed;
}

function failedRowOf(row: PhaseRequest, error: TargetError, beganNs?: number): PhaseRequest {
  if (error instanceof RequestError) return failedOnNetwork(row, error, beganNs);
  return {
    ...row,
    endNs: error instanceof TargetDiedError ? error.exit.atNs : nowNs(),
    outcome: 'error',
    errorKind: error.code,
    errorMessage: error.message,
  };
}

function failedOnNetwork(
  { purpose, model, context, label, turn, scheduledNs, maxOutputTokens: maxTokens }: PhaseRequest,
  { request: finished }: RequestError,
  beganNs: number | undefined,
): PhaseRequest {
  const offeredTokens = Number.NaN;
  const request = { model, context, label, turn, scheduledNs, offeredTokens, maxTokens };
  const failed = toRequestRow({ request, finished }, purpose);
  const wasSent = !Number.isNaN(failed.sentNs);
  return wasSent && beganNs !== undefined ? { ...failed, sentNs: beganNs } : failed;
}
