import type { TargetLimitation } from '../target.ts';

/** What decides which limitations an attached server has. */
export interface AttachedAbilities {
  /** Whether models are loaded and unloaded by the server's own means. */
  readonly loadsModels: boolean;
  readonly hasProcess: boolean;
  readonly contextTokens: number;
  /** Whether token ids of an answer can be had: the server tells them, or tokenizes. */
  readonly hasTokenIds: boolean;
  readonly isStreamed: boolean;
}

/** What a server that was attached to cannot do or tell. */
export function limitationsOf(abilities: AttachedAbilities): TargetLimitation[] {
  const limitations: TargetLimitation[] = [];
  if (!abilities.loadsModels) {
    limitations.push({
      ability: 'load-models',
      reason:
        'the server was attached to and holds its model all along; target.manageModels lets one that can load and unload it',
      metrics: ['loadTime', 'memoryResidue', 'switchDoubleResidency'],
    });
  }
  if (!abilities.hasProcess) {
    limitations.push({
      ability: 'show-process',
      reason: 'no process to sample: give --pid PID, or --pid auto for a server on this machine',
      metrics: [
        'memoryUsage',
        'memoryAnonSwap',
        'memoryGrowthPerRequest',
        'memoryGrowthPerKilotoken',
        'memoryResidue',
        'switchDoubleResidency',
      ],
    });
  }
  if (Number.isNaN(abilities.contextTokens)) {
    limitations.push({
      ability: 'tell-context-size',
      reason: 'the server does not tell how many tokens a context holds',
      metrics: ['compressionRatio'],
    });
  }
  if (!abilities.hasTokenIds) {
    limitations.push({
      ability: 'tell-token-ids',
      reason:
        'the server tells no token ids and has no /tokenize, so continuations cannot be compared',
      metrics: ['contextPreservation'],
    });
  }
  if (!abilities.isStreamed) {
    limitations.push({
      ability: 'stream-tokens',
      reason: 'answers were asked for in one piece: nothing within them has a time of its own',
      metrics: [
        'timeToFirstToken',
        'timeToFirstTokenResponse',
        'timeToFirstAnswerToken',
        'timePerOutputToken',
        'interTokenLatency',
        'tokensPerEvent',
      ],
    });
  }
  return limitations;
}
