import { API_NAMES, API_PATHS, isItemApi, isPairApi } from '../../spec/api-name.ts';
import { countTokensOf } from '../../target/server/tokens/token-counts.ts';
import type { FinishedRequest } from '../../target/server/request/finished-request.ts';
import type { HttpQuestion, HttpSession } from '../../target/server/session/http-session.ts';
import type { HttpTargetOptions } from '../../target/server/http-target-options.ts';
import { orNull, type EndpointReport, type RequestReport } from './server-report.ts';

/** Opens a session with these options; the caller closes it. */
export type OpenSession = (options: HttpTargetOptions) => Promise<HttpSession>;

/** The kinds of requests of a run. The first is sent twice to see whether the server reports cached tokens. */
const KINDS = [
  { name: 'streamed', isStreamed: true, isGreedy: false, maxTokens: 16 },
  { name: 'streamed again', isStreamed: true, isGreedy: false, maxTokens: 16 },
  { name: 'greedy', isStreamed: true, isGreedy: true, maxTokens: 8 },
  { name: 'one token', isStreamed: true, isGreedy: true, maxTokens: 1 },
  { name: 'not streamed', isStreamed: false, isGreedy: false, maxTokens: 4 },
] as const;

/** The kinds of requests of a run on an API without text. */
const KINDS_OF_ITEMS = [
  { name: 'one input', items: 1 },
  { name: 'one input again', items: 1 },
  { name: 'batch of 4', items: 4 },
] as const;

/** Statuses of a missing path or method. */
const ABSENT: ReadonlySet<number> = new Set([404, 405]);

const QUERY = 'Where does a river begin?';
const PROMPT = 'Describe a mountain river in spring, from its source to the valley.';

/** A small request and its result. */
export interface TriedRequest {
  readonly report: RequestReport;
  readonly finished: FinishedRequest;
}

function questionOf(model: string, maxTokens: number, isGreedy: boolean): HttpQuestion {
  return { model, messages: [{ role: 'user', content: PROMPT }], maxTokens, isGreedy };
}

/** A small request of each kind that a run sends. */
function questionsOf(
  { api }: HttpTargetOptions,
  model: string,
): { readonly name: string; readonly isStreamed: boolean; readonly question: HttpQuestion }[] {
  if (!isItemApi(api)) {
    return KINDS.map(({ name, isStreamed, isGreedy, maxTokens }) => ({
      name,
      isStreamed,
      question: questionOf(model, maxTokens, isGreedy),
    }));
  }
  return KINDS_OF_ITEMS.map(({ name, items }) => ({
    name,
    isStreamed: false,
    question: {
      ...questionOf(model, 0, true),
      items: Array.from({ length: items }, () => PROMPT),
      ...(isPairApi(api) ? { query: QUERY } : {}),
    },
  }));
}

/** Sends one small request of each kind, one after another. */
export async function trySmallRequests(
  open: OpenSession,
  options: HttpTargetOptions,
  model: string,
  signal?: AbortSignal,
): Promise<TriedRequest[]> {
  const tried: TriedRequest[] = [];
  for (const { name, isStreamed, question } of questionsOf(options, model)) {
    const session = await open({ ...options, isStreamed });
    try {
      const finished = await session.ask(question, signal);
      tried.push({ finished, report: reportOf(name, finished, isStreamed) });
    } finally {
      await session.transport.close();
    }
    // Every other kind would be refused the same way.
    if (tried[0]?.finished.failure !== undefined) break;
  }
  return tried;
}

function reportOf(name: string, finished: FinishedRequest, isStreamed: boolean): RequestReport {
  const { facts, response, failure } = finished;
  const counts = response === undefined ? undefined : countTokensOf(response);
  const firstNs = isStreamed ? (response?.contentNs[0] ?? Number.NaN) : Number.NaN;
  return {
    name,
    ok: failure === undefined,
    status: orNull(facts.status),
    timeToFirstTokenMs: orNull((firstNs - facts.sentNs) / 1e6),
    totalMs: orNull((facts.endNs - facts.sentNs) / 1e6),
    inputTokens: orNull(counts?.inputTokens ?? Number.NaN),
    outputTokens: orNull(counts?.outputTokens ?? Number.NaN),
    cachedTokens: orNull(counts?.cachedTokens ?? Number.NaN),
    error: failure?.message ?? '',
  };
}

/** Requests one token by each API to see which ones the server speaks. */
export async function tryApis(
  open: OpenSession,
  options: HttpTargetOptions,
  model: string,
  signal?: AbortSignal,
): Promise<EndpointReport[]> {
  const reports: EndpointReport[] = [];
  for (const api of API_NAMES) {
    const session = await open({ ...options, api });
    try {
      const { facts, failure } = await session.ask(questionOf(model, 1, true), signal);
      reports.push({
        method: 'POST',
        path: API_PATHS[api],
        status: orNull(facts.status),
        responds: failure === undefined,
        detail:
          failure === undefined || ABSENT.has(facts.status)
            ? `api ${api}`
            : `api ${api}: ${failure.message}`,
      });
    } finally {
      await session.transport.close();
    }
  }
  return reports;
}
