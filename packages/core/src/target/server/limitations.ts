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
  /** Why it is not known whether the process is the one that listens; undefined where it is, or none is named. */
  readonly unconfirmed: string | undefined;
}

/** What an attached server cannot do or report. */
export function limitationsOf(abilities: AttachedAbilities): TargetLimitation[] {
  const limitations: TargetLimitation[] = [];
  if (!abilities.loadsModels) {
    limitations.push({
      ability: 'load-models',
      reason:
        'the server keeps its model loaded; set target.manageModels if it can load and unload models',
      metrics: ['loadTime', 'retainedMemory', 'switchMemoryOverlap'],
    });
  }
  if (!abilities.hasProcess) {
    limitations.push({
      ability: 'show-process',
      reason: 'no process to sample; pass --pid PID, or --pid auto for a local server',
      metrics: [
        'memoryUsage',
        'anonymousMemory',
        'memoryGrowthPerRequest',
        'memoryGrowthPerKilotoken',
        'retainedMemory',
        'switchMemoryOverlap',
      ],
    });
  }
  if (Number.isNaN(abilities.contextTokens)) {
    limitations.push({
      ability: 'tell-context-size',
      reason: 'the server does not report its context length',
      metrics: ['compressionRatio'],
    });
  }
  if (!abilities.hasTokenIds) {
    limitations.push({
      ability: 'tell-token-ids',
      reason:
        'the server reports no token ids and has no /tokenize, so continuations cannot be compared',
      metrics: ['contextPreservation'],
    });
  }
  if (!abilities.isStreamed) {
    limitations.push({
      ability: 'stream-tokens',
      reason: 'responses were not streamed, so tokens have no timestamps',
      metrics: [
        'timeToFirstToken',
        'scheduledTimeToFirstToken',
        'timeToFirstAnswerToken',
        'timePerOutputToken',
        'interTokenLatency',
        'outputTokensPerSecondPerUser',
        'tokensPerEvent',
      ],
    });
  }
  if (abilities.unconfirmed !== undefined) {
    limitations.push({ ability: 'confirm-process', reason: abilities.unconfirmed, metrics: [] });
  }
  return limitations;
}
