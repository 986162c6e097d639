import { ConfigError } from '../../spec/error/errors.ts';
import type { PhaseName } from '../../spec/contract/test-config.ts';
import { wrongKind } from './check-target-kind.ts';
import { isServer } from './is-server.ts';
import { serverCommands } from './server-commands.ts';
import { TargetSchema, type TargetConfig } from '../config-schema.ts';
import { refuseMistakes, type Mistake } from '../mistake.ts';

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
  'input',
  'query',
  'documents',
  'texts',
  'text_1',
  'text_2',
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
function wrongMetrics({ metrics, serverMetrics }: TargetConfig): Mistake[] {
  const wrong = metrics.flatMap((text) => {
    const url = URL.canParse(text) ? new URL(text) : undefined;
    if (url === undefined || !/^https?:$/.test(url.protocol)) {
      return [
        {
          text: `invalid target.metrics "${text}": expected http://HOST:PORT/PATH, such as http://127.0.0.1:9400/metrics`,
        },
      ];
    }
    return url.username === '' && url.password === ''
      ? []
      : [
          {
            text: 'target.metrics contains a user name or password',
            help: 'remove them from the URL',
          },
        ];
  });
  if (serverMetrics || metrics.length === 0) return wrong;
  return [
    ...wrong,
    { text: 'target.metrics cannot be combined with serverMetrics: false', help: 'remove one' },
  ];
}

/** Settings that each determine how requests are written. */
function wrongCodec({ api, codec, template }: TargetConfig): Mistake[] {
  const both = codec !== undefined && template !== undefined;
  const isOtherApi =
    api !== TargetSchema.parse({}).api && (codec !== undefined || template !== undefined);
  return [
    ...(both
      ? [{ text: 'target.codec cannot be combined with target.template', help: 'remove one' }]
      : []),
    ...(isOtherApi
      ? [
          {
            text: `target.api "${api}" cannot be combined with target.${codec === undefined ? 'template' : 'codec'}`,
            help: 'remove target.api',
          },
        ]
      : []),
  ];
}

function checkServer(target: TargetConfig): void {
  const { url, headers, extraBody, caCertificates, sourceAddresses, apiKeyEnv } = target;
  const given = { headers: Object.keys(headers), extraBody: Object.keys(extraBody) };
  refuseMistakes([
    ...wrongKind(target),
    ...wrongMetrics(target),
    ...wrongCodec(target),
    ...given.headers
      .filter((name) => OWN_HEADERS.has(name.toLowerCase()))
      .map((name) => ({
        text: `target.headers: "${name}" is set by Loadcell`,
        help: 'remove it',
      })),
    ...Object.entries(headers)
      .filter(([name, value]) => /^connection$/i.test(name) && !isConnectionOption(value))
      .map(([name]) => ({
        text: `invalid target.headers.${name}: expected "close" (each request has its own connection) or "keep-alive"`,
      })),
    ...given.extraBody
      .filter((key) => OWN_BODY_KEYS.has(key) && !isLeftOut(key, extraBody[key]))
      .map((key) => ({
        text: `target.extraBody: "${key}" is set by Loadcell`,
        help: 'remove it; prompts and lengths are options of the phases',
      })),
    ...Object.keys(Object(extraBody['options']))
      .filter((key) => OWN_BODY_KEYS.has(key) || key === 'num_predict')
      .map((key) => ({
        text: `target.extraBody.options: "${key}" is set by Loadcell`,
        help: 'remove it',
      })),
    ...(apiKeyEnv !== undefined && given.headers.some((name) => /^authorization$/i.test(name))
      ? [
          {
            text: 'target.headers: authorization cannot be combined with target.apiKeyEnv',
            help: 'remove one',
          },
        ]
      : []),
    ...(url?.startsWith('unix:') === true && sourceAddresses.length > 0
      ? [
          {
            text: `target.sourceAddresses cannot be combined with a Unix socket, and the URL is ${url}`,
            help: 'remove it',
          },
        ]
      : []),
    ...(url !== undefined && !/^https:/i.test(url) && caCertificates.length > 0
      ? [
          {
            text: `target.caCertificates needs an https URL, and the URL is ${url}`,
            help: 'remove it',
          },
        ]
      : []),
  ]);
}

/**
 * Checks the parts of a target against each other and against the requested phase.
 * @throws {ConfigError} two lines for one mistake, else one for each
 */
export function checkTarget(target: TargetConfig, phase: PhaseName | undefined): void {
  const { models } = target;
  if (isServer(target) && models.some((model) => typeof model === 'object' && 'path' in model)) {
    throw new ConfigError('target.models: a server knows its models by name', {
      help: 'set names, not paths',
    });
  }
  if (!isServer(target) && target.engine !== 'llama-cpp' && models.length === 0) {
    throw new ConfigError('target.engine: an engine module has no default models', {
      help: 'set target.models to the models that it loads',
    });
  }
  checkServer(target);
  if (phase !== 'cross-model') return;
  if (!canSwitchModels(target)) {
    throw new ConfigError(`phase: ${ATTACHED_REASON}`, {
      help: 'run baseline or load, or pass --manage-models',
    });
  }
  if (models.length === 1) {
    throw new ConfigError('phase: cross-model needs two models, and one is configured', {
      help: 'pass a second --model, or set target.models',
    });
  }
}
