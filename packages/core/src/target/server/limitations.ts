import { isItemApi, type ApiName } from '../../spec/api-name.ts';
import type { TargetLimitation } from '../target.ts';

/** Facts that decide the limitations of an attached server. */
export interface AttachedAbilities {
  /** Whether models are loaded and unloaded through the server's API. */
  readonly loadsModels: boolean;
  readonly hasProcess: boolean;
  /** Why the native part, which samples and sends, is missing, as a sentence; absent where it is there. */
  readonly missingNative?: string;
  readonly contextTokens: number;
  /** Whether token IDs of a response are available: the server reports them, or has a tokenizer. */
  readonly hasTokenIds: boolean;
  readonly isStreamed: boolean;
  readonly api: ApiName;
  /** Why the process could not be confirmed as the listener; undefined where it was, or where no process is named. */
  readonly unconfirmed: string | undefined;
}

/** Metrics of contexts. */
const METRICS_OF_CONTEXTS = [
  'loadTime',
  'contextLoadTime',
  'transitionTime',
  'contextSwitchTime',
  'compressionRatio',
  'contextPreservation',
];

/** Metrics of generated text, and of contexts, which exist only where text is generated. */
const METRICS_OF_TEXT = [
  'timeToFirstToken',
  'scheduledTimeToFirstToken',
  'timeToFirstAnswerToken',
  'timeToFirstTokenWithoutNetwork',
  'timePerOutputToken',
  'interTokenLatency',
  'outputTokensPerSecondPerUser',
  'tokensPerEvent',
  'outputSequenceLength',
  'outputTokenThroughput',
  'totalTokenThroughput',
  'emptyResponses',
  'earlyStopRate',
  'energyPerToken',
  ...METRICS_OF_CONTEXTS,
];

function generatesNoText(api: ApiName): TargetLimitation {
  return {
    ability: 'generate-text',
    reason: `api "${api}" generates no text: there is no token to time, and no context to hold`,
    metrics: METRICS_OF_TEXT,
  };
}

/** What an API has no place for. */
function limitationsOfApi(api: ApiName): TargetLimitation[] {
  if (isItemApi(api) || api === 'openai-speech') return [generatesNoText(api)];
  if (api !== 'openai-transcription') return [];
  const reason = `api "${api}" has no context to hold and no length to demand: each request is a recording`;
  return [{ ability: 'hold-contexts', reason, metrics: [...METRICS_OF_CONTEXTS, 'earlyStopRate'] }];
}

/** What an attached server cannot do or report. */
export function limitationsOf(abilities: AttachedAbilities): TargetLimitation[] {
  const { missingNative } = abilities;
  const limitations = limitationsOfApi(abilities.api);
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
      reason:
        missingNative === undefined
          ? 'no process to sample; pass --pid PID, or --pid auto for a local server'
          : `memory needs the native part: ${missingNative.replace(/\.$/, '')}`,
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
      ability: 'report-context-length',
      reason: 'the server does not report its context length',
      metrics: ['compressionRatio'],
    });
  }
  if (!abilities.hasTokenIds) {
    limitations.push({
      ability: 'report-token-ids',
      reason:
        'the server reports no token IDs and has no /tokenize, so continuations cannot be compared',
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
  if (missingNative !== undefined) {
    limitations.push({
      ability: 'show-process',
      reason: `without the native part, no process is sampled, and JavaScript takes the timestamps. ${missingNative}`,
      metrics: [],
    });
  }
  if (abilities.unconfirmed !== undefined) {
    limitations.push({ ability: 'confirm-process', reason: abilities.unconfirmed, metrics: [] });
  }
  return limitations;
}
