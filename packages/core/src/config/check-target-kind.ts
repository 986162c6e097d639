import { isDeepStrictEqual } from 'node:util';
import { TargetSchema, type TargetConfig } from './config-schema.ts';
import { isServer, isStarted } from './is-server.ts';
import { serverCommands } from './server-commands.ts';

/** What only an engine within Node knows. */
const ENGINE_KEYS = ['engine', 'contextTokens', 'parallel', 'gpu', 'threads'] as const;

/** What only a server knows. */
const SERVER_KEYS = [
  'api',
  'stream',
  'pid',
  'wait',
  'apiKeyEnv',
  'headers',
  'extraBody',
  'maxTokensField',
  'streamUsage',
  'manageModels',
  'serverMetrics',
  'metrics',
  'caCertificates',
  'maxConcurrency',
  'connectTimeout',
  'requestTimeout',
] as const;

/** What only a server knows that is started here. */
const STARTED_KEYS = ['env', 'cwd', 'ready', 'cold', 'stopGrace'] as const;

/** What stands there although it would change nothing: a value that is not the default of its key. */
function changed(target: TargetConfig, keys: readonly (keyof TargetConfig)[]): string[] {
  const defaults = TargetSchema.parse({});
  return keys.filter((key) => !isDeepStrictEqual(target[key], defaults[key]));
}

/** What belongs to a server that runs where one is started, and the other way round. */
function wrongWay(target: TargetConfig): string[] {
  const { url, command, models, pid, wait, manageModels, switchPolicy } = target;
  if (!isStarted(target)) {
    return changed(target, STARTED_KEYS).map(
      (key) =>
        `target.${key} is for a server that Loadcell starts, and target.url names one that runs. Leave it out.`,
    );
  }
  if (url !== undefined) {
    return [
      'A server is started by its command, and target.url names one that runs. Leave one of the two out.',
    ];
  }
  const hasOwn = models.some((model) => typeof model === 'object');
  const switches = serverCommands(target).size > 1;
  return [
    ...(hasOwn && command !== undefined
      ? [
          'target.command starts one server, and target.models starts one for each model. Leave one of the two out.',
        ]
      : []),
    ...(switches && manageModels
      ? [
          'target.manageModels has one server switch its models, and each of these has a server of its own. Leave it out.',
        ]
      : []),
    ...(switches && switchPolicy === 'load-first'
      ? ['target.switchPolicy: one server is ended before the next is started. Leave it out.']
      : []),
    ...(pid === undefined
      ? []
      : ['target.pid names a process that runs, and target.command starts one. Leave it out.']),
    ...(wait === undefined
      ? []
      : [
          'target.wait is for a server that somebody else starts. Set target.ready.timeout instead.',
        ]),
  ];
}

/**
 * Settings of a server where an engine is measured, and the other way round: they would be recorded and do nothing.
 * @returns one line for each
 */
export function wrongKind(target: TargetConfig): string[] {
  if (!isServer(target)) {
    return changed(target, [...SERVER_KEYS, ...STARTED_KEYS]).map((key) =>
      key === 'pid'
        ? 'target.pid names the process of a server, and no server is configured. Give its URL with --url, or use `loadcell record --pid`.'
        : `target.${key} is for a server, and none is configured. Give its URL with --url, or its command after --.`,
    );
  }
  return [
    ...changed(target, ENGINE_KEYS).map(
      (key) =>
        `target.${key} is for an engine within Node, and a server is configured, which has settings of its own. Leave one of the two out.`,
    ),
    ...wrongWay(target),
  ];
}
