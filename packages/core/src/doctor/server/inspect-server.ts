import type { TargetConfig } from '../../config/config-schema.ts';
import { readServerOptions } from '../../config/target/create-target.ts';
import { API_PATHS } from '../../spec/api-name.ts';
import { ConfigError, LoadcellError } from '../../spec/error/errors.ts';
import { parseEndpoint, type Endpoint } from '../../target/server/session/endpoint.ts';
import type { KeySituation } from '../../target/server/session/api-key.ts';
import { explainRefusal } from '../../target/server/failure/explain-refusal.ts';
import { HttpSession } from '../../target/server/session/http-session.ts';
import type { HttpTargetOptions } from '../../target/server/http-target-options.ts';
import { findServer, type FoundServer } from '../../target/server/probe/find-server.ts';
import { unreached } from '../../target/server/probe/unreached.ts';
import { createTransport } from '../../target/transport/create-transport.ts';
import { TransportError } from '../../target/transport/transport-error.ts';
import { missingNative } from '../../target/transport/missing-native.ts';
import type { MachineReport } from '../machine-report.ts';
import { askEndpoints } from './ask-endpoints.ts';
import { findUnmeasured } from './find-unmeasured.ts';
import { inspectProcess } from './inspect-process.ts';
import { roundTripOf } from './round-trip.ts';
import { orNull, type EndpointReport, type ServerReport } from './server-report.ts';
import {
  tryApis,
  trySmallRequests,
  type OpenSession,
  type TriedRequest,
} from './small-requests.ts';

type Problem = ServerReport['problems'][number];

/** A server and how to connect to it. */
interface Subject {
  readonly url: string;
  readonly endpoint: Endpoint;
  readonly options: HttpTargetOptions;
  readonly open: OpenSession;
  readonly machine: MachineReport;
}

/** What else an inspection takes. */
export interface InspectServerOptions {
  /** The machine that would run the test, examined for a server. */
  readonly machine: MachineReport;
  readonly signal?: AbortSignal;
}

/**
 * Identifies a server, finds out which of its endpoints respond, and what a run could measure on it. Sends a dozen small
 * requests, one after another, and no load.
 * @throws {ConfigError} when URL, model or PID do not fit the server
 */
export async function inspectServer(
  config: TargetConfig,
  { machine, signal }: InspectServerOptions,
): Promise<ServerReport> {
  const { url } = config;
  if (url === undefined) throw new ConfigError('no server to inspect', { help: 'pass --url URL' });
  const options = await readServerOptions(url, config);
  const endpoint = parseEndpoint(url);
  const open: OpenSession = async (own) => {
    const session = new HttpSession(own, endpoint, createTransport);
    try {
      await session.transport.open(1, signal);
    } catch (error) {
      await session.transport.close();
      throw error;
    }
    return session;
  };
  const subject = { url, endpoint, options, open, machine };
  const session = new HttpSession(options, endpoint, createTransport);
  try {
    const found = await findServer(session, options, signal);
    return await inspectFound(subject, session, found, signal);
  } catch (error) {
    signal?.throwIfAborted();
    const { connectTimeoutMs } = options;
    const reported =
      error instanceof TransportError
        ? await unreached({ url, endpoint, connectTimeoutMs }, error)
        : error;
    if (!(reported instanceof LoadcellError) || reported instanceof ConfigError) throw reported;
    return unready(subject, reported);
  } finally {
    await session.transport.close();
  }
}

function unready({ url, options, machine }: Subject, error: LoadcellError): ServerReport {
  return {
    schema: 'loadcell/doctor-server/1',
    ready: false,
    url,
    api: options.api,
    server: null,
    model: null,
    models: [],
    endpoints: [],
    reports: {
      usage: false,
      cachedTokens: false,
      tokenizer: false,
      metrics: false,
      contextLength: false,
    },
    process: {
      pid: null,
      status: 'not-found',
      canBeSampled: false,
      detail: 'not checked: the server is not ready',
    },
    roundTripMs: null,
    requests: [],
    notMeasured: [],
    problems: [{ error: error.summary, help: error.help ?? '' }],
    machine,
  };
}

async function inspectFound(
  { url, endpoint, options, open, machine }: Subject,
  session: HttpSession,
  { facts, models, tokenizer }: FoundServer,
  signal?: AbortSignal,
): Promise<ServerReport> {
  const [main] = models;
  const [model, listed] = main ?? ['', undefined];
  const native = missingNative();
  const process = await inspectProcess(endpoint, {
    pid: options.pid,
    hasNative: native === undefined,
  });
  const asked = await askEndpoints(session.control, signal);
  const tried = await trySmallRequests(open, options, model, signal);
  const apis = await tryApis(open, options, model, signal);
  const tokenize = tokenizerReport(tokenizer !== undefined);
  const reports = {
    usage: tried.some(({ finished }) => hasUsage(finished)),
    cachedTokens: tried.some(({ report }) => report.cachedTokens !== null),
    tokenizer: tokenizer !== undefined,
    metrics: asked.some(({ path, responds }) => path === '/metrics' && responds),
    contextLength: !Number.isNaN(listed?.contextTokens ?? Number.NaN),
  };
  const { kind, product, version, evidence } = facts;
  const [streamed] = tried;
  const canManageModels = canManage(asked);
  const roundTrip = roundTripOf(endpoint, tried);
  const problems = [
    ...problemsOf(streamed, facts, {
      apis,
      asked: `POST ${API_PATHS[options.api]}`,
      key: session.key,
    }),
    ...(native === undefined || options.pid === undefined ? [] : [unsampled(native)]),
  ];
  return {
    schema: 'loadcell/doctor-server/1',
    ready: problems.length === 0 && streamed !== undefined && machine.ready,
    url,
    api: options.api,
    server: { kind, product, version, evidence: [...evidence] },
    model,
    models: facts.models.map(({ name, contextTokens, bytes, generates }) => ({
      name,
      contextTokens: orNull(contextTokens),
      bytes: orNull(bytes),
      generatesText: generates,
    })),
    endpoints: [...asked, tokenize, ...apis],
    reports,
    process,
    roundTripMs: roundTrip.kind === 'measured' ? roundTrip.ms : null,
    requests: tried.map(({ report }) => report),
    notMeasured: findUnmeasured({
      kind,
      reports,
      process,
      streamed,
      canManageModels,
      roundTrip,
      ...(native === undefined ? {} : { nativeHelp: native.help }),
    }),
    problems,
    machine,
  };
}

function hasUsage({ response }: TriedRequest['finished']): boolean {
  if (response === undefined) return false;
  const { usage, itemCount } = response;
  return !Number.isNaN(itemCount === undefined ? usage.outputTokens : usage.inputTokens);
}

function tokenizerReport(responds: boolean): EndpointReport {
  const detail = responds ? 'tokenizer' : 'tokenizer: no tokens in the response';
  return { method: 'POST', path: '/tokenize', status: null, responds, detail };
}

/** Whether the server can load and unload models; a llama.cpp router is not detected here. */
function canManage(asked: readonly EndpointReport[]): boolean {
  return asked.some(
    ({ path, responds }) => responds && (path === '/api/ps' || path === '/is_sleeping'),
  );
}

/** A run that would sample a process without the native part starts nothing. */
function unsampled(native: NonNullable<ReturnType<typeof missingNative>>): Problem {
  const reason = native.summary.replace(/\.$/, '');
  return { error: `--pid needs the native part: ${reason}`, help: native.help };
}

/** Why requests of a run would fail, and the API that would work. */
function problemsOf(
  streamed: TriedRequest | undefined,
  { list }: FoundServer['facts'],
  { apis, asked, key }: Circumstances,
): Problem[] {
  const failure = streamed?.finished.failure;
  if (failure === undefined) return [];
  const refusal =
    failure.status === undefined
      ? { summary: failure.message.replace(/\.$/, '') }
      : explainRefusal(failure.status, failure.said ?? '', key, asked);
  const other = apis.find(({ responds }) => responds);
  const help =
    other === undefined
      ? (('help' in refusal ? refusal.help : undefined) ?? 'check the server log and --model')
      : `set target.api (--api): ${other.detail} responds`;
  const said = list.kind === 'listed' ? '' : ` (${list.said})`;
  return [{ error: `${refusal.summary}${said}`, help }];
}

/** What the explanation of a refused request needs. */
interface Circumstances {
  readonly apis: readonly EndpointReport[];
  /** Such as `POST /v1/chat/completions`. */
  readonly asked: string;
  readonly key: KeySituation;
}
