import { isDeepStrictEqual } from 'node:util';
import { TargetSchema, type TargetConfig } from '../config-schema.ts';
import { isServer, isStarted } from './is-server.ts';
import type { Mistake } from '../mistake.ts';
import { serverCommands } from './server-commands.ts';

/** What several replicas exclude. */
function wrongReplicas(target: TargetConfig): Mistake[] {
  if (target.urls === undefined) {
    return changed(target, ['balance']).map((key) => ({
      text: `target.${key} needs several target.urls`,
      help: 'pass --url again for each replica, or remove it',
    }));
  }
  return changed(target, ['pid', 'manageModels']).map((key) => ({
    text: `target.${key} cannot be combined with several target.urls: it is about one server`,
    help: 'remove it, or measure one replica',
  }));
}

/** Keys of the embedded engine. */
const ENGINE_KEYS = ['engine', 'contextTokens', 'parallel', 'gpu', 'threads'] as const;

/** Keys of a server. */
const SERVER_KEYS = [
  'api',
  'codec',
  'template',
  'stream',
  'pid',
  'wait',
  'apiKeyEnv',
  'headers',
  'affinity',
  'extraBody',
  'speech',
  'encodingFormat',
  'dimensions',
  'topN',
  'maxTokensField',
  'streamUsage',
  'manageModels',
  'serverMetrics',
  'metrics',
  'balance',
  'sourceAddresses',
  'caCertificates',
  'maxConcurrency',
  'connectTimeout',
  'requestTimeout',
] as const;

/** Keys of a server that Loadcell starts. */
const STARTED_KEYS = ['env', 'cwd', 'ready', 'cold', 'stopGrace'] as const;

/** The keys that are set: a value other than the default. */
function changed(target: TargetConfig, keys: readonly (keyof TargetConfig)[]): string[] {
  const defaults = TargetSchema.parse({});
  return keys.filter((key) => !isDeepStrictEqual(target[key], defaults[key]));
}

/** Keys of a running server for one that is started, and the other way around. */
function wrongWay(target: TargetConfig): Mistake[] {
  const { url, command, models, pid, wait, manageModels, switchPolicy } = target;
  if (!isStarted(target)) {
    return changed(target, STARTED_KEYS).map((key) => ({
      text: `target.${key} cannot be combined with target.url: it is for a server that Loadcell starts`,
      help: 'remove it',
    }));
  }
  if (url !== undefined) {
    return [
      {
        text: 'target.url cannot be combined with a command: it names a server that already runs',
        help: 'remove one',
      },
    ];
  }
  const hasOwn = models.some((model) => typeof model === 'object');
  const switches = serverCommands(target).size > 1;
  return [
    ...(hasOwn && command !== undefined
      ? [
          {
            text: 'target.command cannot be combined with commands in target.models: those start one server per model',
            help: 'remove one',
          },
        ]
      : []),
    ...(switches && manageModels
      ? [
          {
            text: 'target.manageModels cannot be combined with a server per model: it has one server switch its models',
            help: 'remove it',
          },
        ]
      : []),
    ...(switches && switchPolicy === 'load-first'
      ? [
          {
            text: 'target.switchPolicy "load-first" cannot be combined with a server per model: one server stops before the next starts',
            help: 'remove it',
          },
        ]
      : []),
    ...(pid === undefined
      ? []
      : [
          {
            text: 'target.pid cannot be combined with a command: it names a running process',
            help: 'remove it',
          },
        ]),
    ...(wait === undefined
      ? []
      : [
          {
            text: 'target.wait cannot be combined with a command: it is for a server that is already starting',
            help: 'set target.ready.timeout instead',
          },
        ]),
  ];
}

/**
 * Finds settings of a server for the embedded engine, and the other way around: they would be recorded without effect.
 */
export function wrongKind(target: TargetConfig): Mistake[] {
  if (!isServer(target)) {
    return changed(target, [...SERVER_KEYS, ...STARTED_KEYS]).map((key) => ({
      text: `target.${key} needs a server`,
      help:
        key === 'pid'
          ? 'pass its URL with --url, or use `loadcell record --pid`'
          : 'pass its URL with --url, or its command after --',
    }));
  }
  return [
    ...changed(target, ENGINE_KEYS).map((key) => ({
      text: `target.${key} cannot be combined with a server: it is for the embedded engine`,
      help: 'remove it, or the server',
    })),
    ...wrongWay(target),
    ...wrongReplicas(target),
  ];
}
