import { UNREPORTED_TIMINGS } from '../../stream/rows/reported-timings.ts';
import { nowNs } from '../../stream/clock.ts';
import type { RequestPurpose } from '../../stream/rows/request-row.ts';
import { TargetDiedError, TargetError } from '../../target/errors.ts';
import type { FinishedRequest } from '../../target/server/request/exchange-request.ts';
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
  /** Tokens of the prompt; `NaN` or absent where they are not known. */
  readonly inputTokens?: number;
  /** Whether it is to end no earlier, where the target can demand it. */
  readonly isLengthDemanded?: boolean;
  readonly context?: ContextHandle;
  readonly greedy?: boolean;
  /** Whether it belongs to a load, its warm-up included: that goes on whatever became of those before. */
  readonly isOfLoad?: boolean;
  /** When it is cut on purpose, milliseconds after its send, if it is still in flight then; never when absent. */
  readonly cutAfterMs?: number;
  /** When the schedule wants it sent; now when absent. */
  readonly scheduledNs?: number;
  /** Where its service began before it reached the engine: a load or a switch that it had to wait for. */
  readonly beganNs?: number;
}

function emptyRow(request: IssuedRequest, scheduledNs: number, sentNs: number): PhaseRequest {
  return {
    purpose: request.purpose,
    model: request.model,
    context: request.context?.id ?? '',
    scheduledNs,
    sentNs,
    connectedNs: Number.NaN,
    firstByteNs: Number.NaN,
    firstTokenNs: Number.NaN,
    firstAnswerNs: Number.NaN,
    lastTokenNs: Number.NaN,
    endNs: Number.NaN,
    inputTokens: Number.NaN,
    outputTokens: Number.NaN,
    maxOutputTokens: request.maxTokens,
    tokenCountSource: 'tokenizer',
    cachedTokens: Number.NaN,
    offeredTokens: Number.NaN,
    residentTokens: Number.NaN,
    resends: 0,
    ...UNREPORTED_TIMINGS,
    chunkNs: new Float64Array(0),
    outcome: 'ok',
    errorKind: '',
    errorMessage: '',
  };
}

function completeRow(row: PhaseRequest, generation: Generation, sentNs: number): PhaseRequest {
  // One that ends with its first token has no text, and is a response all the same; text without a token is a defect.
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
    ...(isWhole ? {} : UNTIMED),
    ...(generation.isCut === true ? { outcome: 'abandoned' } : {}),
  };
}

const UNTIMED = {
  outcome: 'error',
  errorKind: 'untimed-content',
  errorMessage: 'The target returned text and no time of any token.',
} as const;

/**
 * Sends one request and writes its row, however it ends.
 * @returns what came of it, or undefined when the host answered with a failure
 * @throws when the target died or the phase was aborted: there is no point in going on
 */
export async function issueRequest(
  phase: PhaseContext,
  request: IssuedRequest,
): Promise<Generation | undefined> {
  // One that follows another waits as a retrying client would; one with a time of its own is due then.
  if (request.scheduledNs === undefined) await phase.watch.ready(phase.signal);
  const handedNs = nowNs();
  const scheduledNs = request.scheduledNs ?? request.beganNs ?? handedNs;
  const row = emptyRow(request, scheduledNs, request.beganNs ?? handedNs);
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

/** Requests of a load go on whatever became of those before: they have a rate or a number to keep. */
function watchEnd(
  { watch }: PhaseContext,
  { isOfLoad = false }: IssuedRequest,
  row: PhaseRequest,
  answered?: FinishedRequest,
): void {
  if (isOfLoad) watch.take(row, answered);
  else watch.takeOne(row, answered);
}

/** Asks the target and writes the row. @returns undefined when the target answered with a failure */
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
    // Once the phase is over, what ended it says more than how the request took it.
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

/** A request that the target answered with a failure, or died over; with its own stamps where it was seen on a network. */
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
  { purpose, model, context, scheduledNs: dueNs, maxOutputTokens: maxTokens }: PhaseRequest,
  { request: answered }: RequestError,
  beganNs: number | undefined,
): PhaseRequest {
  const request = { model, context, dueNs, offeredTokens: Number.NaN, maxTokens };
  const failed = toRequestRow({ request, answered }, purpose);
  const wasSent = !Number.isNaN(failed.sentNs);
  return wasSent && beganNs !== undefined ? { ...failed, sentNs: beganNs } : failed;
}
