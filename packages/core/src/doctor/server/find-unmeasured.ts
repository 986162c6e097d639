import type { ServerKind } from '../../target/server/probe/identify-server.ts';
import type { TriedRequest } from './small-requests.ts';
import type { ServerReport } from './server-report.ts';

type Gap = ServerReport['notMeasured'][number];

/** What was found out about a server. */
export interface Findings {
  readonly kind: ServerKind;
  readonly reports: ServerReport['reports'];
  readonly process: ServerReport['process'];
  readonly streamed: TriedRequest | undefined;
  readonly canManageModels: boolean;
}

/** Events from which on it shows whether a stream comes in pieces. */
const ENOUGH_EVENTS = 4;

/** Reads further apart than this are of their own, ns. */
const APART_NS = 50_000;

const NO_WAY = 'no setting of this server is known to change it';

/** Flags of servers, by what is missing without them. */
const CACHED_TOKENS: Partial<Readonly<Record<ServerKind, string>>> = {
  vllm: 'start vLLM with --enable-prompt-tokens-details',
  sglang: 'start SGLang with --enable-cache-report',
  litellm:
    'start the server behind LiteLLM so that it reports them (vLLM: --enable-prompt-tokens-details)',
};
const METRICS: Partial<Readonly<Record<ServerKind, string>>> = {
  'llama.cpp': 'start llama-server with --metrics',
  sglang: 'start SGLang with --enable-metrics',
  litellm: 'ask the server behind LiteLLM for its own /metrics',
};
const MODELS: Partial<Readonly<Record<ServerKind, string>>> = {
  'llama.cpp': 'start llama-server as a router (without -m) and pass --manage-models',
  ollama: 'pass --manage-models: Ollama then loads and unloads its models',
  vllm: 'start vLLM with --enable-sleep-mode and VLLM_SERVER_DEV_MODE=1, and pass --manage-models',
};

/** What a run could not measure on a server, and what would change it. */
export function findUnmeasured(findings: Findings): Gap[] {
  const { kind, reports, process, canManageModels } = findings;
  return [
    ...memoryGap(process),
    ...(canManageModels
      ? [gap('model load time and switching', 'pass --manage-models: the server can do it')]
      : [gap('model load time and switching', MODELS[kind] ?? NO_WAY)]),
    ...(reports.usage
      ? []
      : [gap('exact token counts: events of the stream are counted instead', NO_WAY)]),
    ...(reports.cachedTokens ? [] : [gap('prefix cache hit rate', CACHED_TOKENS[kind] ?? NO_WAY)]),
    ...(reports.tokenizer
      ? []
      : [gap('prompts of an exact length: it is estimated from the reported usage', NO_WAY)]),
    ...(reports.contextLength
      ? []
      : [gap('prompts that do not fit: the context length is not reported', NO_WAY)]),
    ...(reports.metrics
      ? []
      : [gap("the server's own counters (/metrics)", METRICS[kind] ?? NO_WAY)]),
    ...burstGap(findings),
  ];
}

function gap(what: string, change: string): Gap {
  return { what, change };
}

function memoryGap({ status, canBeSampled, detail }: ServerReport['process']): Gap[] {
  if (status === 'confirmed' && canBeSampled) return [];
  if (status === 'found') return [gap('memory, CPU and GPU of the server', 'pass --pid auto')];
  return [gap('memory, CPU and GPU of the server', detail)];
}

/** A proxy that buffers hands on all events together. */
function burstGap({ streamed }: Findings): Gap[] {
  const stamps = streamed?.finished.response?.contentNs ?? new Float64Array();
  if (stamps.length < ENOUGH_EVENTS) return [];
  const spanNs = (stamps.at(-1) ?? 0) - (stamps[0] ?? 0);
  if (spanNs > APART_NS) return [];
  return [
    gap(
      `TTFT, TPOT and ITL: all ${stamps.length} events of the stream came together`,
      'turn off buffering in the proxy (nginx: proxy_buffering off), or use a longer response',
    ),
  ];
}
