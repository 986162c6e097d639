import { expect, it } from 'vitest';
import { UNREPORTED_TIMINGS } from '../../../../../src/stream/rows/reported-timings.ts';
import { useCleanup } from '../../../transport/transport-run.ts';
import { response } from '../../raw-server.ts';
import { RECORDED_MODEL } from '../../recorded-server.ts';
import { recordedTargets } from '../../recorded-targets.ts';

const { recorded, start } = recordedTargets(useCleanup());

const REQUEST = { model: RECORDED_MODEL, prompt: 'north', maxTokens: 6, greedy: true };
const WHOLE = JSON.stringify({
  choices: [{ message: { content: 'a' }, finish_reason: 'stop' }],
  usage: { prompt_tokens: 3, completion_tokens: 1 },
});

it('brings the timings of a recorded llama.cpp response to the generation', async () => {
  const server = await recorded({});
  const target = await start(server.url);
  const { reported } = await target.generate(REQUEST);
  expect(reported).toEqual({
    ...UNREPORTED_TIMINGS,
    serverPrefillNs: 2_650_000,
    serverPrefillTokens: 1,
    serverDecodeNs: 455_000,
    serverDecodeTokens: 6,
  });
});

it('reads headers of a gateway and of TGI in any case', async () => {
  const server = await recorded({
    '/v1/chat/completions': (_request, socket) =>
      socket.write(
        response(200, WHOLE, {
          'Content-Type': 'application/json',
          'X-Queue-Time': '12',
          'x-inference-time': '30',
          'X-Total-Time': '45',
          'X-LiteLLM-Overhead-Duration-Ms': '1.5',
          'X-Other': '7',
        }),
      ),
  });
  const target = await start(server.url, { isStreamed: false });
  const { reported } = await target.generate(REQUEST);
  expect(reported).toEqual({
    ...UNREPORTED_TIMINGS,
    serverQueueNs: 12e6,
    serverTotalNs: 45e6,
    gatewayOverheadNs: 1_500_000,
  });
});
