import { ConfigError } from '../../spec/error/errors.ts';
import type { PhaseName } from '../../spec/contract/test-config.ts';
import { wrongKind } from './check-target-kind.ts';
import { isServer } from './is-server.ts';
import { serverCommands } from './server-commands.ts';
import type { TargetConfig } from '../config-schema.ts';

/** Why models of an attached server are not switched. */
export const ATTACHED_REASON =
  'the server keeps its models loaded; switching needs target.manageModels';

/** Whether models can be switched, according to the configuration. */
export function canSwitchModels(
  target: Pick<TargetConfig, 'url' | 'command' | 'models' | 'manageModels'>,
): boolean {
  return !isServer(target) || target.manageModels || serverCommands(target).size > 1;
}

/** Headers that follow from how a message is framed and encoded. */
const OWN_HEADERS: ReadonlySet<string> = new Set([
  'host',
  'content-length',
  'content-type',
  'transfer-encoding',
  'accept-encoding',
]);

/**
 * Body keys that Loadcell sets for every API. The measurements depend on them: contexts are compared by greedy output.
 */
const OWN_BODY_KEYS: ReadonlySet<string> = new Set([
  'model',
  'messages',
  'prompt',
  'stream',
  'max_tokens',
  'n_predict',
  'return_tokens',
  'temperature',
  'n',
]);

/** The usual name of the output limit may be removed, for a server that expects another. */
function isLeftOut(key: string, value: unknown): boolean {
  return key === 'max_tokens' && value === null;
}

function isConnectionOption(value: TargetConfig['headers'][string]): boolean {
  return typeof value === 'string' && /^(?:close|keep-alive)$/i.test(value.trim());
}

/** Metrics URLs that cannot be requested. */
function wrongMetrics({ metrics, serverMetrics }: TargetConfig): string[] {
  const wrong = metrics.flatMap((text) => {
    const url = URL.canParse(text) ? new URL(text) : undefined;
    if (url === undefined || !/^https?:$/.test(url.protocol)) {
      return [
        `invalid target.metrics "${text}": expected http://HOST:PORT/PATH, such as http://127.0.0.1:9400/metrics.`,
      ];
    }
    return url.username === '' && url.password === ''
      ? []
      : ['target.metrics: remove the user name and password from the URL.'];
  });
  if (serverMetrics || metrics.length === 0) return wrong;
  return [...wrong, 'target.metrics cannot be combined with serverMetrics: false. Remove one.'];
}

function checkServer(target: TargetConfig): void {
  const { url, headers, extraBody, caCertificates, apiKeyEnv } = target;
  const given = { headers: Object.keys(headers), extraBody: Object.keys(extraBody) };
  const wrong = [
    ...wrongKind(target),
    ...wrongMetrics(target),
    ...given.headers
      .filter((name) => OWN_HEADERS.has(name.toLowerCase()))
      .map((name) => `target.headers: "${name}" is set by Loadcell. Remove it.`),
    ...Object.entries(headers)
      .filter(([name, value]) => /^connection$/i.test(name) && !isConnectionOption(value))
      .map(
        ([name]) =>
          `invalid target.headers.${name}: expected "close" (each request has its own connection) or "keep-alive".`,
      ),
    ...given.extraBody
      .filter((key) => OWN_BODY_KEYS.has(key) && !isLeftOut(key, extraBody[key]))
      .map(
        (key) =>
          `target.extraBody: "${key}" is set by Loadcell. Remove it; prompts and lengths are options of the phases.`,
      ),
    ...Object.keys(Object(extraBody['options']))
      .filter((key) => OWN_BODY_KEYS.has(key) || key === 'num_predict')
      .map((key) => `target.extraBody.options: "${key}" is set by Loadcell. Remove it.`),
    ...(apiKeyEnv !== undefined && given.headers.some((name) => /^authorization$/i.test(name))
      ? ['target.headers: authorization cannot be combined with target.apiKeyEnv. Remove one.']
      : []),
    ...(url !== undefined && !/^https:/i.test(url) && caCertificates.length > 0
      ? [`target.caCertificates needs an https URL, and the URL is ${url}. Remove it.`]
      : []),
  ];
  if (wrong.length > 0) throw new ConfigError(wrong.join('\n'));
}

/**
 * Checks the parts of a target against each other and against the requested phase.
 * @throws {ConfigError} one line for each mistake
 */
export function checkTarget(target: TargetConfig, phase: PhaseName | undefined): void {
  const { models } = target;
  if (isServer(target) && models.some((model) => typeof model === 'object' && 'path' in model)) {
    throw new ConfigError(
      'target.models: a server knows its models by name. Set names, not paths.',
    );
  }
  checkServer(target);
  if (phase !== 'cross-model') return;
  if (!canSwitchModels(target)) {
    throw new ConfigError(
      `phase: ${ATTACHED_REASON}. Run baseline or load, or pass --manage-models.`,
    );
  }
  if (models.length === 1) {
    throw new ConfigError(
      'phase: cross-model needs two models, and one is configured. Pass a second one with --model or target.models.',
    );
  }
}
