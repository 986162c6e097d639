import * as z from 'zod';
import { isOk, type ControlClient } from '../session/control-client.ts';
import { GATEWAY_PATH } from './find-health-path.ts';
import type { ListOutcome } from './ask-for-models.ts';

/** Servers that are known by what they say of themselves; any other that speaks an API of OpenAI is `openai`. */
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

/** How people call each. */
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

/** Which server it is, and how that is known. */
export interface ServerIdentity {
  readonly kind: ServerKind;
  /** As people call it, with its version where that is known, such as `vLLM 0.32.0`. */
  readonly product: string;
  /** Empty where the server does not report it. */
  readonly version: string;
  /** What showed it, such as `GET /version`. */
  readonly evidence: readonly string[];
  /** Tokens that a slot of a llama.cpp server holds; `NaN` elsewhere. */
  readonly slotTokens: number;
  /** Whether it responds with its one model whatever a request names. */
  readonly servesAnyName: boolean;
  /** Whether any question of it was answered. */
  readonly hasResponded: boolean;
}

/** Some servers report a bare number. */
const versionSchema = z.union([z.string().min(1), z.number().transform(String)]);

const PropsSchema = z.object({
  build_info: versionSchema.optional().catch(undefined),
  /** Of a router, which has several models and goes by the name. */
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

/** Of Hugging Face: one generates text, the other embeds it. */
const InfoSchema = z.union([
  z
    .object({ version: versionSchema, max_batch_tokens: z.number() })
    .transform(({ version }) => ({ kind: 'tei', version }) as const),
  z
    .object({ version: versionSchema, max_total_tokens: z.number() })
    .transform(({ version }) => ({ kind: 'tgi', version }) as const),
]);

/** A kind with its version, which may be empty. */
interface NamedKind {
  readonly kind: ServerKind;
  readonly version: string;
}

/** Where a server that is none of the known ones so far reports what it is. */
const MORE_PATHS: readonly {
  readonly path: string;
  readonly read: (json: unknown) => NamedKind | undefined;
}[] = [
  { path: '/api/version', read: (json) => named('ollama', readVersion(json)) },
  { path: '/health/readiness', read: (json) => named('litellm', readLitellm(json)) },
  // Without a database its readiness has no version.
  { path: GATEWAY_PATH, read: (json) => named('litellm', readGatewayLife(json)) },
  { path: '/info', read: (json) => InfoSchema.safeParse(json).data },
];

/** Finds out what a server is by its list of models and by what it reports about itself. */
export async function identifyServer(
  control: ControlClient,
  list: ListOutcome,
  signal?: AbortSignal,
): Promise<ServerIdentity> {
  const told = await learnAll(control, ['/props', '/version'], signal);
  const props = PropsSchema.safeParse(told.json('/props')).data;
  const slotTokens = props?.default_generation_settings?.n_ctx ?? Number.NaN;
  const version = readVersion(told.json('/version'));
  const header = headerOf(list);
  const owners = list.kind === 'listed' ? [...list.listing.owners] : [];
  const owner = owners.find((name) => KIND_BY_OWNER.has(name));
  const found = [
    // Only llama.cpp has the settings of a slot there.
    ...(Number.isNaN(slotTokens) ? [] : [['llama.cpp', 'GET /props'] as const]),
    ...(owner === undefined
      ? []
      : [[KIND_BY_OWNER.get(owner) ?? 'openai', `owned_by "${owner}" in /v1/models`] as const]),
    ...(/llama\.cpp/i.test(header) ? [['llama.cpp', `header "Server: ${header}"`] as const] : []),
  ];
  const [first] = found;
  const rest = { slotTokens, hasResponded: told.hasResponded };
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

/** The header of a server that reports no version is most often that of its HTTP library. */
function productOf(kind: ServerKind, version: string | undefined, header = ''): string {
  const name = PRODUCTS[kind];
  if (version !== undefined && version !== '') return `${name} ${version}`;
  return header === '' || kind !== 'openai' ? name : `${name} (${header})`;
}

interface Told {
  readonly json: (path: string) => unknown;
  readonly hasResponded: boolean;
}

async function learnAll(
  control: ControlClient,
  paths: readonly string[],
  signal?: AbortSignal,
): Promise<Told> {
  const told = new Map<string, unknown>();
  let hasResponded = false;
  for (const path of paths) {
    const { response } = await control.learn(path, { signal });
    hasResponded ||= response !== undefined;
    if (response !== undefined && isOk(response)) told.set(path, response.json);
  }
  return { json: (path) => told.get(path), hasResponded };
}

function headerOf(list: ListOutcome): string {
  return list.kind === 'no-response' ? '' : (list.response.headers.get('server') ?? '');
}

function readVersion(json: unknown): string | undefined {
  return VersionSchema.safeParse(json).data?.version;
}

/** What a gateway says of its life; it names no version there. */
function readGatewayLife(json: unknown): string | undefined {
  return json === "I'm alive!" ? '' : undefined;
}

function readLitellm(json: unknown): string | undefined {
  return ReadinessSchema.safeParse(json).data?.litellm_version;
}
