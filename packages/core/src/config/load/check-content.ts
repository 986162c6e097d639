import type { LoadOptions } from '../../phase/options/load-options.ts';
import type { ParsedConfig } from '../config-schema.ts';
import type { Mistake } from '../mistake.ts';
import { isServer } from '../target/is-server.ts';

/** Keys of the load phase that need a server. */
const SERVER_KEYS = ['images', 'audio', 'outputSchema'] as const;

/** Content that requests of these APIs have no place for. */
const WITHOUT: readonly (readonly [api: string, keys: readonly (typeof SERVER_KEYS)[number][]])[] =
  [
    ['openai-transcription', ['images', 'outputSchema']],
    ['openai-speech', ['images', 'audio', 'outputSchema']],
  ];

/** Content of requests that the target cannot take. */
export function wrongContent(load: LoadOptions, target: ParsedConfig['target']): Mistake[] {
  if (!isServer(target)) {
    return SERVER_KEYS.filter((key) => load[key] !== undefined).map((key) => ({
      text: `phases.load.${key} needs a server, and the target is the embedded engine, which takes text`,
      help: 'remove it, or pass --url URL',
    }));
  }
  const { api, speech } = target;
  const without = WITHOUT.find(([name]) => name === api)?.[1] ?? [];
  return [
    ...without
      .filter((key) => load[key] !== undefined)
      .map((key) => ({
        text: `phases.load.${key} cannot be combined with api "${api}"`,
        help: 'remove it: requests of this API have no place for it',
      })),
    ...(without.length > 0 && load.stages.some(({ kind }) => kind === 'sessions')
      ? [
          {
            text: `a sessions stage cannot be combined with api "${api}"`,
            help: 'use another stage: requests of this API continue no conversation',
          },
        ]
      : []),
    ...(speech !== undefined && api !== 'openai-speech'
      ? [
          {
            text: `target.speech needs api "openai-speech", and target.api is "${api}"`,
            help: 'remove it, or set target.api (--api)',
          },
        ]
      : []),
  ];
}
