import * as z from 'zod';
import { isOk, type ControlClient } from '../session/control-client.ts';
import { GATEWAY_PATH } from './find-health-path.ts';
import type { ListOutcome } from './ask-for-models.ts';

/** Kinds of servers that can be identified; any other server with an OpenAI API is `openai`. */
export type ServerKind =
  | 'llama.cpp'
  | 'vllm'
  | 'sglang'
  | 'ollama'
  | 'litellm'
  | 'tgi'
  | 'tei'
  | 'trtllm'
  | 'lmdeploy'
  | 'loadcell mock'
  | 'openai';

/** The product name of each. */
const PRODUCTS: Readonly<Record<ServerKind, string>> = {
  'llama.cpp': 'llama.cpp',
  vllm: 'vLLM',
  sglang: 'SGLang',
  ollama: 'Ollama',
  litellm: 'LiteLLM',
  tgi: 'Text Generation Inference',
  tei: 'Text Embeddings Inference',
  trtllm: 'TensorRT-LLM',
  lmdeploy: 'LMDeploy',
  'loadcell mock': 'Loadcell mock server',
  openai: 'OpenAI-compatible server',
};

/** Which server it is, and the evidence. */
export interface ServerIdentity {
  readonly kind: ServerKind;
  /** Product name with its version where known, such as `vLLM 0.32.0`. */
  readonly product: string;
  /** Empty where the server does not report it. */
  readonly version: string;
  /** What identified it, such as `GET /version`. */
  readonly evidence: readonly string[];
  /** Context length of a llama.cpp slot in tokens; `NaN` for other servers. */
  readonly slotTokens: number;
  /** Whether it serves its one model under any name. */
  readonly servesAnyName: boolean;
  /** Whether it responded to any of the requests. */
  readonly hasResponded: boolean;
}

/** Some servers report a bare number. */
const versionSchema = z.union([z.string().min(1), z.number().transform(String)]);

const PropsSchema = z.object({
  build_info: versionSchema.optional().catch(undefined),
  /** Set by a router, which selects one of several models by name. */
  role: z.string().optional().catch(undefined),
  default_generation_settings: z
    .object({ n_ctx: z.number().optional() })
    .optional()
    .catch(undefined),
});
const VersionSchema = z.object({ version: versionSchema });
const ReadinessSchema = z.object({ litellm_version: versionSchema });

const KIND_BY_OWNER: ReadonlyMap<string, ServerKind> = new Map([
  ['llamacpp', 'llama.cpp'],
  ['vllm', 'vllm'],
  ['sglang', 'sglang'],
  ['library', 'ollama'],
  ['tensorrt_llm', 'trtllm'],
  ['lmdeploy', 'lmdeploy'],
  ['loadcell', 'loadcell mock'],
]);

/** Servers of Hugging Face: one generates text, the other embeds it. */
const InfoSchema = z.union([
  z
    .object({ version: versionSchema, max_batch_tokens: z.number() })
    .transform(({ version }) => ({ kind: 'tei', version }) as const),
  z
    .object({ version: versionSchema, max_total_tokens: z.number() })
    .transform(({ version }) => ({ kind: 'tgi', version }) as const),
]);

/** A kind of server with its version, which may be empty. */
interface NamedKind {
  readonly kind: ServerKind;
  readonly version: string;
}

/** Paths that identify further kinds of servers. */
const MORE_PATHS: readonly {
  readonly path: string;
  readonly read: (json: unknown) => NamedKind | undefined;
}[] = [
  { path: '/api/version', read: (json) => named('ollama', readVersion(json)) },
  { path: '/health/readiness', read: (json) => named('litellm', readLitellm(json)) },
  // Without a database, LiteLLM reports no version in its readiness.
  { path: GATEWAY_PATH, read: (json) => named('litellm', readGatewayLife(json)) },
  { path: '/info', read: (json) => InfoSchema.safeParse(json).data },
];

/** Identifies a server by its list of models and by what it reports about itself. */
export async function identifyServer(
  control: ControlClient,
  list: ListOutcome,
  signal?: AbortSignal,
): Promise<ServerIdentity> {
  const learned = await learnAll(control, ['/props', '/version'], signal);
  const props = PropsSchema.safeParse(learned.json('/props')).data;
  const slotTokens = props?.default_generation_settings?.n_ctx ?? Number.NaN;
  const version = readVersion(learned.json('/version'));
  const header = headerOf(list);
  const owners = list.kind === 'listed' ? [...list.listing.owners] : [];
  const owner = owners.find((name) => KIND_BY_OWNER.has(name));
  const found = [
    // Only llama.cpp has slot settings at /props.
    ...(Number.isNaN(slotTokens) ? [] : [['llama.cpp', 'GET /props'] as const]),
    ...(owner === undefined
      ? []
      : [[KIND_BY_OWNER.get(owner) ?? 'openai', `owned_by "${owner}" in /v1/models`] as const]),
    ...(/llama\.cpp/i.test(header) ? [['llama.cpp', `header "Server: ${header}"`] as const] : []),
  ];
  const [first] = found;
  const rest = { slotTokens, hasResponded: learned.hasResponded };
  if (first === undefined || first[0] === 'ollama') {
    const more = await identifyByPath(control, signal);
    if (more !== undefined) return { ...more, ...rest, servesAnyName: false };
  }
  const kind = first?.[0] ?? 'openai';
  const reported = props?.build_info ?? version;
  const evidence = [
    ...found.filter((one) => one[0] === kind).map(([, how]) => how),
    ...(version === undefined ? [] : ['GET /version']),
  ];
  return {
    kind,
    product: productOf(kind, reported, header),
    version: reported ?? header,
    evidence: evidence.length > 0 || header === '' ? evidence : [`header "Server: ${header}"`],
    ...rest,
    servesAnyName: kind === 'llama.cpp' && props?.role !== 'router',
  };
}

async function identifyByPath(
  control: ControlClient,
  signal?: AbortSignal,
): Promise<Pick<ServerIdentity, 'kind' | 'product' | 'version' | 'evidence'> | undefined> {
  for (const { path, read } of MORE_PATHS) {
    const { response } = await control.learn(path, { signal });
    const found = response !== undefined && isOk(response) ? read(response.json) : undefined;
    if (found === undefined) continue;
    const { kind, version } = found;
    return { kind, product: productOf(kind, version), version, evidence: [`GET ${path}`] };
  }
  return undefined;
}

function named(kind: ServerKind, version: string | undefined): NamedKind | undefined {
  return version === undefined ? undefined : { kind, version };
}

/** Without a version, the Server header is usually that of an HTTP library. */
function productOf(kind: ServerKind, version: string | undefined, header = ''): string {
  const name = PRODUCTS[kind];
  if (version !== undefined && version !== '') return `${name} ${version}`;
  return header === '' || kind !== 'openai' ? name : `${name} (${header})`;
}

/** JSON of optional paths. */
interface LearnedPaths {
  readonly json: (path: string) => unknown;
  readonly hasResponded: boolean;
}

async function learnAll(
  control: ControlClient,
  paths: readonly string[],
  signal?: AbortSignal,
): Promise<LearnedPaths> {
  const learned = new Map<string, unknown>();
  let hasResponded = false;
  for (const path of paths) {
    const { response } = await control.learn(path, { signal });
    hasResponded ||= response !== undefined;
    if (response !== undefined && isOk(response)) learned.set(path, response.json);
  }
  return { json: (path) => learned.get(path), hasResponded };
}

function headerOf(list: ListOutcome): string {
  return list.kind === 'no-response' ? '' : (list.response.headers.get('server') ?? '');
}

function readVersion(json: unknown): string | undefined {
  return VersionSchema.safeParse(json).data?.version;
}

/** Recognizes the liveness text of LiteLLM, which has no version. */
function readGatewayLife(json: unknown): string | undefined {
  return json === "I'm alive!" ? '' : undefined;
}

function readLitellm(json: unknown): string | undefined {
  return ReadinessSchema.safeParse(json).data?.litellm_version;
}
