import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { connectBus } from '../../../src/fleet/bus/connect-bus.ts';
import { temporaryFolder } from '../../stream/temporary-folder.ts';
import { NatsServer } from '../support/nats-server.ts';

const OPTIONS = { clientName: 'test', maxDisconnectedMs: Infinity, connectMs: 5000 };

it.each([
  ['--bus-tls-ca', 'tlsCaFile', 'certificate'],
  ['--bus-tls-cert', 'tlsCertFile', 'certificate'],
  ['--bus-tls-key', 'tlsKeyFile', 'private key'],
])(
  'a bus without TLS is not joined with a missing or wrong file of %s',
  async (flag, key, what) => {
    const server = await NatsServer.start();
    onTestFinished(() => server.stop());
    const path = join(temporaryFolder(), 'file.pem');
    const connected = (): Promise<unknown> =>
      connectBus({ ...OPTIONS, url: server.url, [key]: path });
    await expect(connected()).rejects.toMatchObject({
      code: 'CONFIG',
      summary: expect.stringMatching(new RegExp(`^${flag}: cannot read the file: .*${path}`)),
    });
    writeFileSync(path, 'nothing');
    await expect(connected()).rejects.toMatchObject({
      code: 'CONFIG',
      summary: `${flag}: the file "${path}" holds no ${what}`,
    });
    writeFileSync(path, `-----BEGIN ${what.toUpperCase()}-----`);
    await expect(connected()).rejects.toMatchObject({
      code: 'BUS',
      summary: expect.stringContaining('has no TLS'),
    });
  },
);
