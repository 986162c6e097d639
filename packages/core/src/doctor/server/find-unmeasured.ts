import type { ServerKind } from '../../target/server/probe/identify-server.ts';
import type { TriedRequest } from './small-requests.ts';
import type { RoundTrip } from './round-trip.ts';
import type { ServerReport } from './server-report.ts';

type Unmeasured = ServerReport['notMeasured'][number];

/** Results of inspecting a server. */
export interface Findings {
  readonly kind: ServerKind;
  readonly reports: ServerReport['reports'];
  readonly process: ServerReport['process'];
  readonly streamed: TriedRequest | undefined;
  readonly canManageModels: boolean;
  readonly roundTrip: RoundTrip;
  /** How to get the native part; absent where it is there. */
  readonly nativeHelp?: string;
}

/** Number of events needed to judge whether a stream arrives in pieces. */
const ENOUGH_EVENTS = 4;

/** Events further apart than this came in separate reads, ns. */
const APART_NS = 50_000;

const NO_WAY = 'no known setting of this server changes it';

/** Server flags, by what is not measured without them. */
const CACHED_TOKENS: Partial<Readonly<Record<ServerKind, string>>> = {
  vllm: 'start vLLM with --enable-prompt-tokens-details',
  sglang: 'start SGLang with --enable-cache-report',
  litellm: 'make the server behind LiteLLM report them (vLLM: --enable-prompt-tokens-details)',
};
const METRICS: Partial<Readonly<Record<ServerKind, string>>> = {
  'llama.cpp': 'start llama-server with --metrics',
  sglang: 'start SGLang with --enable-metrics',
  litellm: 'set target.metrics to the /metrics URL of the server behind LiteLLM',
};
const MODELS: Partial<Readonly<Record<ServerKind, string>>> = {
  'llama.cpp': 'start llama-server as a router (without -m) and pass --manage-models',
  ollama: 'pass --manage-models: Ollama then loads and unloads its models',
  vllm: 'start vLLM with --enable-sleep-mode and VLLM_SERVER_DEV_MODE=1, and pass --manage-models',
};

/** Lists what a run could not measure on a server, and what would change that. */
export function findUnmeasured(findings: Findings): Unmeasured[] {
  const { kind, reports, canManageModels } = findings;
  if (findings.streamed?.finished.response?.itemCount !== undefined) return ofItems(findings);
  return [
    ...unmeasuredMemory(findings),
    ...unmeasuredNetwork(findings),
    ...(canManageModels
      ? [unmeasured('model load time and switching', 'pass --manage-models: the server can do it')]
      : [unmeasured('model load time and switching', MODELS[kind] ?? NO_WAY)]),
    ...(reports.usage
      ? []
      : [unmeasured('exact token counts: stream events are counted instead', NO_WAY)]),
    ...(reports.cachedTokens
      ? []
      : [unmeasured('prefix cache hit rate', CACHED_TOKENS[kind] ?? NO_WAY)]),
    ...(reports.tokenizer
      ? []
      : [unmeasured('prompts of an exact length: estimated from the reported usage', NO_WAY)]),
    ...(reports.contextLength
      ? []
      : [unmeasured('prompts that do not fit: the context length is not reported', NO_WAY)]),
    ...(reports.metrics
      ? []
      : [unmeasured("the server's own counters (/metrics)", METRICS[kind] ?? NO_WAY)]),
    ...unmeasuredTokens(findings),
  ];
}

/** Results of inputs have no tokens within them, no context and no model load that is timed. */
function ofItems(findings: Findings): Unmeasured[] {
  const { kind, reports } = findings;
  return [
    ...unmeasuredMemory(findings),
    ...(reports.usage ? [] : [unmeasured('input tokens: the usage has none', NO_WAY)]),
    ...(reports.tokenizer
      ? []
      : [unmeasured('prompts of an exact length: estimated from the reported usage', NO_WAY)]),
    ...(reports.metrics
      ? []
      : [unmeasured("the server's own counters (/metrics)", METRICS[kind] ?? NO_WAY)]),
  ];
}

function unmeasured(what: string, change: string): Unmeasured {
  return { what, change };
}

function unmeasuredMemory({ process, nativeHelp }: Findings): Unmeasured[] {
  const { status, canBeSampled, detail } = process;
  const what = 'memory, CPU and GPU of the server';
  if (nativeHelp !== undefined && process.pid !== null) return [unmeasured(what, nativeHelp)];
  if (status === 'confirmed' && canBeSampled) return [];
  if (status === 'found') return [unmeasured(what, 'pass --pid auto')];
  return [unmeasured(what, detail)];
}

/** A round trip is known only where the native part sends over TCP. */
function unmeasuredNetwork({ roundTrip, nativeHelp }: Findings): Unmeasured[] {
  const what = 'round trip, and the network part of TTFT';
  switch (roundTrip.kind) {
    case 'measured':
    case 'local':
      return [];
    case 'encrypted':
      return [unmeasured(`${what}: known only over http`, 'pass its http URL, if it has one')];
    case 'unknown':
      return [unmeasured(what, nativeHelp ?? 'measure from Linux, whose kernel reports it')];
  }
}

/** A buffering proxy delivers all events together. */
function unmeasuredTokens({ streamed }: Findings): Unmeasured[] {
  const eventNs = streamed?.finished.response?.contentNs ?? new Float64Array();
  if (eventNs.length < ENOUGH_EVENTS) return [];
  const spanNs = (eventNs.at(-1) ?? 0) - (eventNs[0] ?? 0);
  if (spanNs > APART_NS) return [];
  return [
    unmeasured(
      `TTFT, TPOT and ITL: all ${eventNs.length} events of the stream arrived together`,
      'turn off buffering in the proxy (nginx: proxy_buffering off), or use a longer response',
    ),
  ];
}
