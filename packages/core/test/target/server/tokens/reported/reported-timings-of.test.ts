import { describe, expect, it } from 'vitest';
import type { ApiName } from '../../../../../src/spec/api-name.ts';
import {
  UNREPORTED_TIMINGS,
  type ReportedTimings,
} from '../../../../../src/stream/rows/reported-timings.ts';
import { reportedTimingsOf } from '../../../../../src/target/server/tokens/reported/reported-timings-of.ts';
import { chatEvent, decode, DONE, type Body } from '../../../codec/decode.ts';
import { readRecorded, type RecordedServer } from '../../../codec/fixture.ts';

type Reported = Partial<ReportedTimings>;

function reported(body: Body, headers: Readonly<Record<string, string>> = {}): ReportedTimings {
  return reportedTimingsOf(decode(body), new Map(Object.entries(headers)));
}

function recorded(server: RecordedServer, name: string, codec: ApiName): ReportedTimings {
  const { contentType, chunks } = readRecorded(name, server);
  return reported({ codec, contentType, isStreamed: name.includes('stream'), reads: chunks });
}

/** Extra fields of the last event of a chat stream. */
function withLast(fields: Record<string, unknown>): ReportedTimings {
  const last = `data: ${JSON.stringify({ choices: [], ...fields })}\n\n`;
  return reported({ reads: [chatEvent({ content: 'a' }), last, DONE] });
}

const WHOLE: Body = {
  contentType: 'application/json',
  isStreamed: false,
  reads: [JSON.stringify({ choices: [{ message: { content: 'a' }, finish_reason: 'stop' }] })],
};

describe('timings of recorded responses', () => {
  const cases: readonly [RecordedServer, string, ApiName, Reported][] = [
    [
      'llama-server',
      'chat-stream',
      'openai-chat',
      {
        serverPrefillNs: 2_650_000,
        serverPrefillTokens: 1,
        serverDecodeNs: 455_000,
        serverDecodeTokens: 6,
      },
    ],
    [
      'llama-server',
      'native-completion-stream',
      'llama-completion',
      {
        serverPrefillNs: 123_000,
        serverPrefillTokens: 1,
        serverDecodeNs: 638_000,
        serverDecodeTokens: 6,
      },
    ],
    [
      'llama-server-current',
      'chat-stream',
      'openai-chat',
      {
        serverPrefillNs: 2_558_000,
        serverPrefillTokens: 1,
        serverDecodeNs: 13_298_000,
        serverDecodeTokens: 5,
      },
    ],
    [
      'llama-server-current',
      'chat',
      'openai-chat',
      {
        serverPrefillNs: 25_897_000,
        serverPrefillTokens: 62,
        serverDecodeNs: 12_436_000,
        serverDecodeTokens: 5,
      },
    ],
    [
      'ollama',
      'chat-stream',
      'ollama-chat',
      {
        serverLoadNs: 773_578,
        serverPrefillNs: 25_469_000,
        serverDecodeNs: 11_414_000,
        serverDecodeTokens: 5,
        serverTotalNs: 41_268_791,
      },
    ],
    ['ollama', 'openai-chat-stream', 'openai-chat', {}],
    ['vllm-server', 'chat-stream', 'openai-chat', {}],
    ['vllm-server', 'chat', 'openai-chat', {}],
  ];

  it.each(cases)('reads %s %s', (server, name, codec, expected) => {
    expect(recorded(server, name, codec)).toEqual({ ...UNREPORTED_TIMINGS, ...expected });
  });

  it('gives the rates that llama.cpp prints, regardless of the tokens it counts', () => {
    for (const server of ['llama-server', 'llama-server-current'] as const) {
      const { body } = readRecorded('chat-stream', server);
      const [, perSecond] = /"predicted_per_second":([\d.]+)/u.exec(body.toString()) ?? [];
      const { serverDecodeTokens, serverDecodeNs } = recorded(server, 'chat-stream', 'openai-chat');
      expect((1e9 * serverDecodeTokens) / serverDecodeNs).toBeCloseTo(Number(perSecond), 6);
    }
  });
});

describe('drafts', () => {
  it('are those of the timings, else the predictions of the usage', () => {
    expect(withLast({ timings: { draft_n: 40, draft_n_accepted: 30 } })).toMatchObject({
      draftTokens: 40,
      acceptedDraftTokens: 30,
    });
    const completion_tokens_details = {
      accepted_prediction_tokens: 7,
      rejected_prediction_tokens: 3,
      reasoning_tokens: 12,
    };
    expect(withLast({ usage: { completion_tokens_details } })).toMatchObject({
      draftTokens: 10,
      acceptedDraftTokens: 7,
      reasoningTokens: 12,
    });
  });

  it('are NaN where only one side of the predictions is reported', () => {
    const completion_tokens_details = { accepted_prediction_tokens: 7 };
    expect(withLast({ usage: { completion_tokens_details } }).draftTokens).toBeNaN();
  });
});

describe('a duration', () => {
  it.each([-1, 1e300, '12', null, true])('is NaN for %j', (prompt_ms) => {
    expect(withLast({ timings: { prompt_ms } }).serverPrefillNs).toBeNaN();
  });

  it('keeps the value of an earlier event where the last one has none', () => {
    const first = `data: ${JSON.stringify({ choices: [], timings: { prompt_ms: 4, predicted_n: 3, draft_n: 2 } })}\n\n`;
    const last = `data: ${JSON.stringify({ choices: [], timings: { predicted_ms: 8 } })}\n\n`;
    expect(reported({ reads: [chatEvent({ content: 'a' }), first, last, DONE] })).toMatchObject({
      serverPrefillNs: 4e6,
      serverDecodeNs: 8e6,
      serverDecodeTokens: 3,
      draftTokens: 2,
    });
  });
});

describe('headers', () => {
  const tgi = { 'x-queue-time': '12', 'x-inference-time': '300', 'x-total-time': '315' };

  it('of TGI give its queue time and total', () => {
    expect(reported(WHOLE, tgi)).toEqual({
      ...UNREPORTED_TIMINGS,
      serverQueueNs: 12e6,
      serverTotalNs: 315e6,
    });
  });

  it('of the same name from another server are ignored', () => {
    expect(reported(WHOLE, { 'x-queue-time': '12' })).toEqual(UNREPORTED_TIMINGS);
  });

  it('of LiteLLM give its overhead, and the total of an unstreamed response', () => {
    const headers = {
      'x-litellm-overhead-duration-ms': '1.25',
      'x-litellm-response-duration-ms': '80.5',
    };
    expect(reported(WHOLE, headers)).toEqual({
      ...UNREPORTED_TIMINGS,
      gatewayOverheadNs: 1_250_000,
      serverTotalNs: 80_500_000,
    });
    const streamed = reported({ reads: [chatEvent({ content: 'a' }), DONE] }, headers);
    expect(streamed).toEqual({ ...UNREPORTED_TIMINGS, gatewayOverheadNs: 1_250_000 });
  });

  it.each(['', 'None', '-3', '0x10', 'Infinity'])('are NaN for %j', (value) => {
    const headers = { 'x-litellm-overhead-duration-ms': value };
    expect(reported(WHOLE, headers).gatewayOverheadNs).toBeNaN();
  });
});
