import { describe, expect, it } from 'vitest';
import type {
  ChatMessage,
  RequestTools,
} from '../../../packages/core/src/spec/content/chat-message.ts';
import type { RunConclusion } from '@loadcell/core';
import { runLoadcell } from '../../e2e/support/run-loadcell.ts';
import { expectCountedBy } from '../support/counted-by.ts';
import type { FullRun } from '../support/full-run.ts';
import { askReal } from '../support/real-session.ts';
import type { RealServer } from '../support/real-server.ts';
import { runLoad } from '../support/server-metrics.ts';
import { countedBetween, readVllmCounters } from '../support/vllm-counters.ts';

const NEW_APIS = ['openai-responses', 'anthropic-messages'] as const;
const APIS = ['openai-chat', ...NEW_APIS] as const;

/** A random model calls a tool where it must, with arguments of no sense. */
const TOOLS: RequestTools = {
  definitions: [
    {
      name: 'tide',
      description: 'Whether the tide is high',
      parameters: {
        type: 'object',
        properties: { now: { type: 'boolean' } },
        required: ['now'],
        additionalProperties: false,
      },
    },
  ],
  choice: { name: 'tide' },
};

/** A recorded turn of the tool, after which the model answers. */
const TOOL_TURN: readonly ChatMessage[] = [
  { role: 'system', content: 'Be short.' },
  { role: 'user', content: 'Is the tide high?' },
  {
    role: 'assistant',
    content: 'I look.',
    toolCalls: [{ id: 'call1', name: 'tide', arguments: '{"now":true}' }],
  },
  { role: 'tool', content: 'high', toolCallId: 'call1' },
];

function asFullRun(conclusion: RunConclusion): FullRun {
  const requests = conclusion.streams.phases.flatMap((phase) => phase.requests);
  return { code: 0, output: '', conclusion, requests };
}

/**
 * Tests of Responses, Messages and tools.
 * @param name of the server that is asked
 * @param vllm that counts
 */
export function describeChatApis(
  name: string,
  server: () => RealServer,
  vllm: () => RealServer,
): void {
  describe(`Responses, Messages and tools on ${name}`, () => {
    it.each(NEW_APIS)('have a load by %s whose counts are those of vLLM', async (api) => {
      const stages = [{ kind: 'closed', concurrency: 2, requests: 24 }];
      const load = { stages, outputTokens: 12 };
      const run = await expectCountedBy(vllm(), async () =>
        asFullRun(await runLoad(server(), load, { target: { api } })),
      );
      // A prompt longer than the context is sent as a test, and vLLM refuses it.
      for (const row of run.requests.filter(({ purpose }) => purpose !== 'over-long')) {
        expect([row.outcome, row.api, row.tokenCountSource]).toEqual(['ok', api, 'usage']);
        // A random model may end before its first text, and a response without text has no time of one.
        expect(row.firstTokenNs).toBe(row.chunkNs[0] ?? Number.NaN);
        expect(row.lastTokenNs).toBe(row.chunkNs.at(-1) ?? Number.NaN);
      }
      expect(run.requests.some(({ chunkNs }) => chunkNs.length > 0)).toBe(true);
    });

    it.each(APIS)('have a call of a tool by %s, streamed and in one piece', async (api) => {
      // Arguments that are no object fit the pieces of a message, and not a whole one.
      for (const isStreamed of api === 'anthropic-messages' ? [true] : [true, false]) {
        const messages = [{ role: 'user', content: 'Is the tide high?' }] as const;
        const before = await readVllmCounters(vllm().url);
        const { response } = await askReal(server(), api, { messages, tools: TOOLS, isStreamed });
        const counted = countedBetween(before, await readVllmCounters(vllm().url));
        expect(response.toolCalls).toMatchObject([{ name: 'tide' }]);
        expect(() => JSON.parse(response.toolCalls[0]?.arguments ?? '')).not.toThrow();
        expect(response.contentNs.length).toBeGreaterThan(0);
        expect(response.usage).toMatchObject({
          inputTokens: counted.promptTokens,
          outputTokens: counted.generatedTokens,
        });
      }
    });

    it.each(APIS)('have a recorded turn of a tool in the history of %s', async (api) => {
      const before = await readVllmCounters(vllm().url);
      const asked = { messages: TOOL_TURN, tools: { ...TOOLS, choice: 'auto' }, maxTokens: 8 };
      const { response } = await askReal(server(), api, asked);
      const counted = countedBetween(before, await readVllmCounters(vllm().url));
      expect(response.usage).toMatchObject({
        inputTokens: counted.promptTokens,
        outputTokens: counted.generatedTokens,
      });
    });
  });
}

/** A test of an endpoint that vLLM lacks. */
export function describeMissingApi(vllm: () => RealServer): void {
  it('does not run by an API that it lacks, which the error names with those it has', async () => {
    const { code, stderr } = await runLoadcell(['run', '--url', `${vllm().url}/api/chat`]);
    expect(code, stderr).toBe(3);
    expect(stderr).toMatch(/has no \/api\/chat/);
    expect(stderr).toMatch(/openai-chat, .*openai-responses, anthropic-messages/);
  });
}
