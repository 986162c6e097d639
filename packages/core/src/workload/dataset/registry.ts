import { openAiBatch } from './text/openai-batch.ts';
import { openAiFineTuning } from './text/openai-fine-tuning.ts';
import { shareGpt } from './text/sharegpt.ts';
import { toolConversations } from './text/tool-conversations.ts';
import type { DatasetFormat } from './dataset.ts';

/** Every format, in the order in which messages list them. A new format is one file and one line here. */
export const DATASET_FORMATS: readonly DatasetFormat[] = Object.freeze([
  shareGpt,
  openAiBatch,
  openAiFineTuning,
  toolConversations,
]);
