import { describe, expect, it } from 'vitest';
import { useCleanup } from '../../transport/transport-run.ts';
import { response } from '../raw-server.ts';
import { recordedTargets } from '../recorded-targets.ts';

const { recorded, start } = recordedTargets(useCleanup());

describe('the health of a server', () => {
  it('is not asked of a gateway in a way that has its models generate text', async () => {
    const server = await recorded({
      '/props': null,
      '/health/liveliness': (_request, socket) => socket.write(response(200, '"I\'m alive!"')),
    });
    await start(server.url);
    expect(server.requests.map(({ path }) => path)).not.toContain('/health');
  });

  it('is asked of any other server', async () => {
    const server = await recorded();
    await start(server.url);
    expect(server.requests.map(({ path }) => path)).toContain('/health');
  });
});
