import type { DatasetFormat } from './dataset.ts';
import { aiperfInputs } from './text/aiperf-inputs.ts';
import { aiperfMultiTurn } from './text/aiperf-multi-turn.ts';
import { aiperfRandomPool } from './text/aiperf-random-pool.ts';
import { aiperfRawPayload } from './text/aiperf-raw-payload.ts';
import { aiperfSingleTurn } from './text/aiperf-single-turn.ts';
import { gsm8k } from './text/gsm8k.ts';
import { guidellm } from './text/guidellm.ts';
import { mmluOriginal } from './text/mmlu-original.ts';
import { mmlu } from './text/mmlu.ts';
import { openAiBatch } from './text/openai-batch.ts';
import { openAiFineTuning } from './text/openai-fine-tuning.ts';
import { plainText } from './text/plain-text.ts';
import { prompts } from './text/prompts.ts';
import { shareGpt } from './text/sharegpt.ts';
import { toolConversations } from './text/tool-conversations.ts';
import { vllmCustom } from './text/vllm-custom.ts';
import { azure } from './trace/azure.ts';
import { bailian } from './trace/bailian.ts';
import { burstgpt } from './trace/burstgpt.ts';
import { loadcellTrace } from './trace/loadcell-trace.ts';
import { mooncake } from './trace/mooncake.ts';
import { timedTrace } from './trace/timed-trace.ts';
import { weka } from './trace/weka.ts';

/** Every format, in the order in which messages list them. A new format is one file and one line here. */
export const DATASET_FORMATS: readonly DatasetFormat[] = Object.freeze([
  prompts,
  plainText,
  shareGpt,
  openAiBatch,
  openAiFineTuning,
  toolConversations,
  aiperfSingleTurn,
  aiperfMultiTurn,
  aiperfRandomPool,
  aiperfRawPayload,
  aiperfInputs,
  vllmCustom,
  guidellm,
  gsm8k,
  mmlu,
  mmluOriginal,
  loadcellTrace,
  mooncake,
  bailian,
  weka,
  burstgpt,
  azure,
  timedTrace,
]);
