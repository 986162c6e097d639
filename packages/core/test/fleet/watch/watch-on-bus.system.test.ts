import { expect, it, onTestFinished } from 'vitest';
import { connectBus } from '../../../src/fleet/bus/connect-bus.ts';
import { buckets, keys } from '../../../src/fleet/protocol/names.ts';
import { watchJob } from '../../../src/fleet/watch/watch-job.ts';
import { readRun } from '../../../src/stream/files/read-run.ts';
import { temporaryFolder } from '../../stream/temporary-folder.ts';
import { NatsServer } from '../support/nats-server.ts';
import { startHolder } from './watched-process.ts';
import { watcherOf } from './watched-run.ts';

const PLACE = { phase: 'load', stage: 'steady load' };

async function connect(url: string) {
  const bus = await connectBus({ url, clientName: 'test', maxDisconnectedMs: Infinity });
  onTestFinished(() => bus.close());
  return bus;
}

it('is watched over NATS, through a restart of the bus, until the load has ended', async () => {
  const server = await NatsServer.start();
  onTestFinished(() => server.stop());
  const { pid } = await startHolder();
  const bucket = buckets.run('R1');
  const coordinator = await (await connect(server.url)).kv(bucket);
  const runDir = temporaryFolder();
  let isSampling = false;
  const outcome = watchJob({
    watcher: await watcherOf({ kind: 'pid', pid }),
    kv: await (await connect(server.url)).kv(bucket),
    run: {
      runId: 'R1',
      machine: 'server-1',
      bootId: 'boot-1',
      runDir,
      signal: new AbortController().signal,
    },
    onSampling: () => (isSampling = true),
    onCounts: () => {},
    onGuard: () => {},
  });
  await expect.poll(() => isSampling).toBe(true);
  await coordinator.put(keys.start(PLACE), { startNs: 1 });
  await server.halt();
  await server.resume();
  await coordinator.put(keys.totals(PLACE), {});
  await coordinator.put(keys.finish, {});
  expect(await outcome).toEqual({});
  const { phases, status } = await readRun(runDir);
  expect(status).toBe('complete');
  // At the beginning, at both edges of the stage, before the end, and after sampling.
  expect(phases[0]?.survey.get('edge.pssBytes')?.value).toHaveLength(5);
});
