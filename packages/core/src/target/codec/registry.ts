import type { ApiName } from '../../spec/api-name.ts';
import type { Codec } from './codec.ts';
import { anthropicMessages } from './api/messages/messages.ts';
import { llamaCompletion } from './api/llama-completion.ts';
import { ollamaChat, ollamaGenerate } from './api/ollama.ts';
import { openAiSpeech } from './audio/speech.ts';
import { openAiTranscription } from './audio/transcription.ts';
import { classify } from './items/classify.ts';
import { openAiEmbeddings } from './items/embeddings.ts';
import { pooling } from './items/pooling.ts';
import { rerank, teiRerank } from './items/rerank.ts';
import { score } from './items/score.ts';
import { openAiChat, openAiCompletions } from './api/openai.ts';
import { openAiResponses } from './api/responses/responses.ts';

/** Every codec by name. A new API is one file and one line here. */
export const CODECS: Readonly<Record<ApiName, Codec>> = Object.freeze({
  'openai-chat': openAiChat,
  'openai-completions': openAiCompletions,
  'llama-completion': llamaCompletion,
  'ollama-chat': ollamaChat,
  'ollama-generate': ollamaGenerate,
  'openai-responses': openAiResponses,
  'anthropic-messages': anthropicMessages,
  'openai-transcription': openAiTranscription,
  'openai-speech': openAiSpeech,
  'openai-embeddings': openAiEmbeddings,
  rerank,
  'tei-rerank': teiRerank,
  score,
  classify,
  pooling,
});
