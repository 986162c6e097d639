import { ConfigError } from '../spec/error/errors.ts';
import type { PhaseName } from '../spec/contract/test-config.ts';
import { wrongKind } from './check-target-kind.ts';
import { isServer } from './is-server.ts';
import { serverCommands } from './server-commands.ts';
import type { TargetConfig } from './config-schema.ts';

/** Why models of an attached server are not switched. */
export const ATTACHED_REASON =
  'the server keeps its models loaded; switching needs target.manageModels';

/** Whether models can be switched, as far as the configuration says. */
export function canSwitchModels(
  target: Pick<TargetConfig, 'url' | 'command' | 'models' | 'manageModels'>,
): boolean {
  return !isServer(target) || target.manageModels || serverCommands(target).size > 1;
}

/** Headers that say how a message is framed or encoded: they follow from it. */
const OWN_HEADERS: ReadonlySet<string> = new Set([
  'host',
  'content-length',
  'content-type',
  'transfer-encoding',
  'accept-encoding',
]);

/**
 * What every API writes into its bodies: what is measured hangs on these, greedy answers included, since contexts are
 * compared by them.
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

/** The limit may be left out by its usual name, where a server wants another one. */
function isLeftOut(key: string, value: unknown): boolean {
  return key === 'max_tokens' && value === null;
}

function isConnectionOption(value: TargetConfig['headers'][string]): boolean {
  return typeof value === 'string' && /^(?:close|keep-alive)$/i.test(value.trim());
}

/** A URL of metrics that cannot be asked. */
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
      : ['target.metrics: a URL holds a user name or a password. Remove them.'];
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
      .map((name) => `target.headers: "${name}" follows from the request. Leave it out.`),
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
          `target.extraBody: "${key}" is set by what is measured. Leave it out; lengths and prompts are options of the phases.`,
      ),
    ...Object.keys(Object(extraBody['options']))
      .filter((key) => OWN_BODY_KEYS.has(key) || key === 'num_predict')
      .map((key) => `target.extraBody.options: "${key}" is set by what is measured. Leave it out.`),
    ...(apiKeyEnv !== undefined && given.headers.some((name) => /^authorization$/i.test(name))
      ? ['target.headers: authorization and target.apiKeyEnv both say who asks. Leave one out.']
      : []),
    ...(url !== undefined && !/^https:/i.test(url) && caCertificates.length > 0
      ? [`target.caCertificates are for https, and the URL is ${url}. Leave them out.`]
      : []),
  ];
  if (wrong.length > 0) throw new ConfigError(wrong.join('\n'));
}

/**
 * Holds the parts of a target against each other and against the phase that was asked for.
 * @throws {ConfigError} that says what to change
 */
export function checkTarget(target: TargetConfig, phase: PhaseName | undefined): void {
  const { models } = target;
  if (isServer(target) && models.some((model) => typeof model === 'object' && 'path' in model)) {
    throw new ConfigError(
      'target.models: a server has its models by name. Give names, and no paths.',
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
      'phase: cross-model switches between two models and only one is configured. Give a second one with --model or target.models.',
    );
  }
}
