import { describe, expect, it } from 'vitest';
import { useCleanup } from '../../transport/transport-run.ts';
import { response } from '../raw-server.ts';
import { recordedTargets } from '../recorded-targets.ts';

const { recorded, start } = recordedTargets(useCleanup());

describe('the health of a server', () => {
  it('is requested from a gateway without having its models generate text', async () => {
    const server = await recorded({
      '/props': null,
      '/v1/models': (_request, socket) =>
        socket.write(response(200, '{"object":"list","data":[{"id":"m","owned_by":"openai"}]}')),
      '/health/liveliness': (_request, socket) => socket.write(response(200, '"I\'m alive!"')),
    });
    const target = await start(server.url);
    expect(server.requests.map(({ path }) => path)).not.toContain('/health');
    expect(target.description).toMatchObject({ kind: 'litellm' });
  });

  it('is requested from any other server at /health', async () => {
    const server = await recorded();
    await start(server.url);
    expect(server.requests.map(({ path }) => path)).toContain('/health');
  });
});
