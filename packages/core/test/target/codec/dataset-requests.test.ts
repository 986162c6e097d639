import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { ConfigError } from '../../../src/spec/error/errors.ts';
import { openDataset } from '../../../src/workload/dataset/open-dataset.ts';
import { DialogueMaker } from '../../../src/workload/dialogue/dialogue-maker.ts';
import { turnPrompt } from '../../../src/workload/dialogue/turn-prompt.ts';
import type { Prompt } from '../../../src/workload/prompt.ts';
import { fixture } from '../../workload/dataset/read-file.ts';
import { bodyOf } from './api/content/requests.ts';

const OUTPUT = { outputTokens: { min: 16, max: 16 }, isOutputDemanded: false };

/** Every request of a data set, with the turns before it as they were recorded. */
async function requestsOf(name: string): Promise<Prompt[]> {
  const dataset = await openDataset({ path: fixture(name) });
  const maker = new DialogueMaker({ seed: 1, stage: 'closed', ...OUTPUT });
  const requests = [...dataset.entries()].flatMap((entry) => {
    if (!('conversation' in entry)) return [];
    const dialogue = maker.makeRecorded(entry.conversation);
    return dialogue.turns.map((_turn, place) => turnPrompt(dialogue, place));
  });
  dataset.close();
  return requests;
}

const MessagesSchema = z.object({ messages: z.array(z.object({ role: z.string() })).min(1) });
const FILES = [
  ['sharegpt.json', 14],
  ['multi-turn.jsonl', 19],
  ['tool-conversation.jsonl', 25],
  ['multimodal.jsonl', 9],
  ['gsm8k-like.jsonl', 14],
] as const;

describe('requests of a data set', () => {
  it.each(FILES)('of %s are chats that end with a prompt', async (name, count) => {
    const requests = await requestsOf(name);
    expect(requests).toHaveLength(count);
    for (const request of requests) {
      const { messages } = MessagesSchema.parse(bodyOf('openai-chat', request));
      const roles = messages.map(({ role }) => role);
      expect(['user', 'tool']).toContain(roles.at(-1));
      expect(roles.join(' ')).not.toContain('assistant assistant');
    }
  });

  it.each([
    ['openai-responses', []],
    ['anthropic-messages', [/^api "anthropic-messages" cannot carry the arguments of the call/]],
  ] as const)('are written in the form of %s, or refused by name', async (api, refusals) => {
    const refused: string[] = [];
    for (const [name] of FILES.filter(([file]) => file !== 'multimodal.jsonl')) {
      for (const request of await requestsOf(name)) {
        try {
          expect(bodyOf(api, request)).toHaveProperty('model');
        } catch (error) {
          if (!(error instanceof ConfigError)) throw error;
          refused.push(error.message);
        }
      }
    }
    expect(refused).toEqual(refusals.map((text) => expect.stringMatching(text)));
  });

  it('of a batch are sent as recorded, by the API of each line', async () => {
    const requests = await requestsOf('openai-batch.jsonl');
    const bodies = requests.map((request) => bodyOf(request.api ?? 'openai-chat', request));
    expect(requests.map(({ api }) => api)).toEqual([
      'openai-chat',
      'openai-chat',
      'openai-completions',
      'openai-embeddings',
      'openai-embeddings',
      'openai-responses',
      'rerank',
      'openai-chat',
      'openai-chat',
      'openai-chat',
    ]);
    for (const [index, { body }] of requests.entries()) {
      expect(bodies[index]).toMatchObject(withoutStream(body ?? {}));
    }
    expect(bodies[4]).toEqual({
      model: 'tiny-embed',
      input: [11, 42, 7, 300],
      encoding_format: 'base64',
    });
  });
});

/** What is never changed in a recorded body. */
function withoutStream(body: object): object {
  const settings = new Set(['stream', 'stream_options']);
  return Object.fromEntries(Object.entries(body).filter(([name]) => !settings.has(name)));
}
