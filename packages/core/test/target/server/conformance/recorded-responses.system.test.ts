import { describe, expect, it } from 'vitest';
import type { ApiName } from '../../../../src/spec/api-name.ts';
import type { Generation } from '../../../../src/target/target.ts';
import { useCleanup } from '../../transport/transport-run.ts';
import { targetFor } from '../target-for.ts';
import { recordedLlamaServer, recordedOllama, recordedVllm } from './recorded-servers.ts';
import { listenRecording, type RecordedServer } from './recording.ts';

const onCleanup = useCleanup();

interface RecordedResponse {
  readonly name: string;
  readonly server: RecordedServer;
  readonly api: ApiName;
  readonly model: string;
  /** Content of a recording. */
  readonly holds: Pick<Generation, 'text' | 'inputTokens' | 'outputTokens' | 'cachedTokens'>;
}

const vllm = { model: 'tiny' };
const llama = { model: 'tiny' };
const ollama = { server: recordedOllama(), model: 'tiny54:latest' };

const RESPONSES: readonly RecordedResponse[] = [
  {
    ...vllm,
    name: 'a chat of vLLM',
    server: recordedVllm(),
    api: 'openai-chat',
    holds: {
      text: 'tredistribute AnADampimport',
      inputTokens: 18,
      outputTokens: 6,
      cachedTokens: Number.NaN,
    },
  },
  {
    ...vllm,
    name: 'a chat of vLLM with usage in every event',
    server: recordedVllm('chat-stream-continuous-usage'),
    api: 'openai-chat',
    holds: {
      text: 'show][+-]?[MAGESsubclass',
      inputTokens: 18,
      outputTokens: 4,
      cachedTokens: Number.NaN,
    },
  },
  {
    ...vllm,
    name: 'a completion of vLLM',
    server: recordedVllm(),
    api: 'openai-completions',
    holds: {
      text: 'SectionmplateersonconsLEN get',
      inputTokens: 3,
      outputTokens: 6,
      cachedTokens: Number.NaN,
    },
  },
  {
    ...llama,
    name: 'a chat of a llama.cpp server',
    server: recordedLlamaServer(),
    api: 'openai-chat',
    holds: {
      text: ' care neck force snow cool would',
      inputTokens: 62,
      outputTokens: 6,
      cachedTokens: 61,
    },
  },
  {
    ...llama,
    name: 'a completion of a llama.cpp server',
    server: recordedLlamaServer(),
    api: 'openai-completions',
    holds: {
      text: ' hold snow add dust this few',
      inputTokens: 7,
      outputTokens: 6,
      cachedTokens: 2,
    },
  },
  {
    ...ollama,
    name: "a chat of Ollama in OpenAI's way",
    api: 'openai-chat',
    holds: {
      text: ' city ever soon force snow',
      inputTokens: 62,
      outputTokens: 5,
      cachedTokens: Number.NaN,
    },
  },
  {
    ...ollama,
    name: 'a chat of Ollama',
    api: 'ollama-chat',
    holds: {
      text: ' soon smell safe here force',
      inputTokens: 62,
      outputTokens: 5,
      cachedTokens: Number.NaN,
    },
  },
  {
    ...ollama,
    name: 'a generation of Ollama',
    api: 'ollama-generate',
    holds: {
      text: ' desk paper hole king their',
      inputTokens: 12,
      outputTokens: 5,
      cachedTokens: Number.NaN,
    },
  },
];

describe('recorded responses', () => {
  it.each(RESPONSES)('gives text and counts of $name, many times', async (recorded) => {
    const server = await listenRecording(recorded.server);
    onCleanup(() => server.close());
    const { api, model } = recorded;
    const target = targetFor(server.url, { api, models: [model] });
    onCleanup(() => target.stop());
    await target.start();
    const request = { model, prompt: 'north', maxTokens: 6, greedy: true };
    // Sequential: a server that closes its connections loses what is sent on them.
    for (let asked = 0; asked < 20; asked += 1) {
      const generation = await target.generate(request);
      expect(generation).toMatchObject({ ...recorded.holds, tokenCountSource: 'usage' });
      expect(generation.chunkNs).toHaveLength(recorded.holds.outputTokens);
    }
  });
});
