import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nkeys } from '@nats-io/transport-node';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Bus, BusOptions } from '../../../src/fleet/bus/bus.ts';
import { connectBus } from '../../../src/fleet/bus/connect-bus.ts';
import { makeAccounts } from '../support/bus-accounts.ts';
import { NatsServer } from '../support/nats-server.ts';

const OPTIONS = { clientName: 'test', maxDisconnectedMs: Infinity, connectMs: 5000 };

let folder = '';
const closings: (() => Promise<unknown>)[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'loadcell-bus-'));
});

afterEach(async () => {
  for (const close of closings.splice(0).toReversed()) await close();
  await rm(folder, { recursive: true, force: true });
});

async function fileOf(name: string, text: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, text, { mode: 0o600 });
  return path;
}

/** Starts a server with a file of settings. */
async function serverOf(config: string): Promise<NatsServer> {
  const server = await NatsServer.start({ flags: ['-c', await fileOf('server.conf', config)] });
  closings.push(() => server.stop());
  return server;
}

async function busOf(url: string, options: Partial<BusOptions> = {}): Promise<Bus> {
  const bus = await connectBus({ ...OPTIONS, url, ...options });
  closings.push(() => bus.close());
  return bus;
}

/** Proves that JetStream is usable. */
async function expectUsable(bus: Bus): Promise<void> {
  const kv = await bus.kv('test');
  await kv.put('a', 1);
  expect(await kv.get('a')).toBe(1);
}

/** Makes a certificate authority with a certificate for an address. */
function makeCertificates(host = '127.0.0.1'): { ca: string; cert: string; key: string } {
  const at = (name: string): string => join(folder, name);
  const openssl = (...args: readonly string[]): void => {
    execFileSync('openssl', args, { stdio: 'pipe' });
  };
  const fresh = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  const ofCa = ['-keyout', at('ca.key'), '-out', at('ca.pem'), '-subj', '/CN=test', '-days', '2'];
  openssl('req', '-x509', ...fresh, ...ofCa);
  const signed = ['-CA', at('ca.pem'), '-CAkey', at('ca.key'), '-days', '2'];
  const named = ['-subj', '/CN=bus', '-addext', `subjectAltName=IP:${host}`];
  const out = ['-keyout', at('key.pem'), '-out', at('cert.pem')];
  openssl('req', '-x509', ...fresh, ...signed, ...named, ...out);
  return { ca: at('ca.pem'), cert: at('cert.pem'), key: at('key.pem') };
}

describe('a bus with users', () => {
  it('is used with the seed of an nkey, and refuses any other', async () => {
    const [user, stranger] = [nkeys.createUser(), nkeys.createUser()];
    const server = await serverOf(
      `authorization: { users: [ { nkey: ${user.getPublicKey()} } ] }\n`,
    );
    const seedFile = async (name: string, pair: typeof user): Promise<string> =>
      await fileOf(name, `${new TextDecoder().decode(pair.getSeed())}\n`);
    const nkeyFile = await seedFile('user.nk', user);
    await expectUsable(await busOf(server.url, { nkeyFile }));
    const other = await seedFile('stranger.nk', stranger);
    const refused = { code: 'BUS', summary: expect.stringContaining('refused the credentials') };
    await expect(busOf(server.url, { nkeyFile: other })).rejects.toMatchObject(refused);
    await expect(busOf(server.url)).rejects.toMatchObject(refused);
  });

  it('is used with a file of credentials, and refuses that of another operator', async () => {
    const { config, creds } = makeAccounts();
    const server = await serverOf(config);
    const credsFile = await fileOf('user.creds', creds);
    await expectUsable(await busOf(server.url, { credsFile }));
    const other = await fileOf('other.creds', makeAccounts().creds);
    await expect(busOf(server.url, { credsFile: other })).rejects.toMatchObject({
      code: 'BUS',
      summary: expect.stringContaining('refused the credentials'),
    });
  });
});

describe('a bus with TLS', () => {
  it('is used with its authority, and refused without', async () => {
    const { ca, cert, key } = makeCertificates();
    const server = await serverOf(`tls: { cert_file: "${cert}", key_file: "${key}" }\n`);
    await expectUsable(await busOf(server.url, { tlsCaFile: ca }));
    await expect(busOf(server.url.replace('nats:', 'tls:'))).rejects.toMatchObject({
      code: 'BUS',
      summary: expect.stringContaining('no TLS connection'),
    });
  });

  it('is refused when its certificate is that of another address', async () => {
    const { ca, cert, key } = makeCertificates('127.0.0.2');
    const server = await serverOf(`tls: { cert_file: "${cert}", key_file: "${key}" }\n`);
    await expect(busOf(server.url, { tlsCaFile: ca })).rejects.toMatchObject({
      code: 'BUS',
      summary: expect.stringContaining('no TLS connection'),
    });
  });

  it('asks for a certificate of the machine where the server verifies it', async () => {
    const { ca, cert, key } = makeCertificates();
    const server = await serverOf(
      `tls: { cert_file: "${cert}", key_file: "${key}", ca_file: "${ca}", verify: true }\n`,
    );
    const own = { tlsCaFile: ca, tlsCertFile: cert, tlsKeyFile: key };
    await expectUsable(await busOf(server.url, own));
    await expect(busOf(server.url, { tlsCaFile: ca })).rejects.toMatchObject({ code: 'BUS' });
  });
});
