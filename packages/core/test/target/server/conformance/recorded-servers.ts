import * as z from 'zod';
import type { RawRequest } from '../raw-server.ts';
import type { RecordedServer, Reply } from './recording.ts';

/** Words of a prompt that exceeds every recorded context. */
const OVER_LONG_WORDS = 2_000;

const BodySchema = z.object({
  model: z.string().optional(),
  prompt: z.string().optional(),
  content: z.string().optional(),
  messages: z.array(z.object({ content: z.string() })).optional(),
});

/** The model and the words of a request. */
function readQuestion({ body }: RawRequest): { model: string; words: number } {
  const { model, prompt, content, messages } = BodySchema.parse(JSON.parse(body));
  const text = prompt ?? content ?? messages?.map((message) => message.content).join(' ') ?? '';
  return { model: model ?? '', words: text.split(/\s+/).filter((word) => word !== '').length };
}

const idsOf = (words: number): number[] => Array.from({ length: words }, (_, id) => 1000 + id);

/** Names a recording, or that of the server's refusal where it refuses. */
function refusing(
  recording: string,
  { model, refusals }: { model: string; refusals: { unknown?: string; overLong?: string } },
): (request: RawRequest) => Reply {
  return (request) => {
    const question = readQuestion(request);
    if (question.model !== model && refusals.unknown !== undefined) return refusals.unknown;
    if (question.words > OVER_LONG_WORDS && refusals.overLong !== undefined) {
      return refusals.overLong;
    }
    return recording;
  };
}

type Replies = Readonly<Record<string, Reply | ((request: RawRequest) => Reply)>>;

function chooseBy(replies: Replies): RecordedServer['choose'] {
  return (request) => {
    const reply = Object.hasOwn(replies, request.path) ? replies[request.path] : undefined;
    return typeof reply === 'function' ? reply(request) : reply;
  };
}

/** vLLM 0.32; a test can replace the recordings of chats. */
export function recordedVllm(chat = 'chat-stream'): RecordedServer {
  const refusals = { unknown: 'error-unknown-model', overLong: 'error-too-long' };
  return {
    folder: 'vllm-server',
    closesStreams: false,
    choose: chooseBy({
      '/health': 'health',
      '/version': 'version',
      '/v1/models': 'models',
      '/metrics': 'metrics',
      '/v1/chat/completions': refusing(chat, { model: 'tiny', refusals }),
      '/v1/completions': refusing('completions-stream', { model: 'tiny', refusals }),
      // The recording is of a single text.
      '/tokenize': (request) => {
        const { words } = readQuestion(request);
        return { body: { count: words, max_model_len: 2048, tokens: idsOf(words) } };
      },
    }),
  };
}

/** A current server of llama.cpp, which closes its connection after each streamed response. */
export function recordedLlamaServer(chat = 'chat-stream'): RecordedServer {
  // The name of the model is ignored: there is one.
  const refusals = { overLong: 'error-too-long' };
  return {
    folder: 'llama-server-current',
    closesStreams: true,
    choose: chooseBy({
      '/health': 'health',
      '/props': 'props',
      '/slots': 'slots',
      '/metrics': 'metrics',
      '/v1/models': 'models',
      '/v1/chat/completions': refusing(chat, { model: 'tiny', refusals }),
      '/v1/completions': refusing('completions-stream', { model: 'tiny', refusals }),
      '/tokenize': (request) => ({ body: { tokens: idsOf(readQuestion(request).words) } }),
    }),
  };
}

/** Ollama over that server. */
export function recordedOllama(): RecordedServer {
  const refusals = { unknown: 'error-unknown-model' };
  const choose = (recording: string): ((request: RawRequest) => Reply) =>
    refusing(recording, { model: 'tiny54:latest', refusals });
  return {
    folder: 'ollama',
    closesStreams: false,
    choose: chooseBy({
      '/api/version': 'version',
      '/api/tags': 'tags',
      '/v1/models': 'openai-models',
      '/v1/chat/completions': choose('openai-chat-stream'),
      '/api/chat': choose('chat-stream'),
      '/api/generate': choose('generate-stream'),
    }),
  };
}
