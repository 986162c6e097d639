import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { EXIT_CODES } from '../../../packages/cli/src/exit-codes.ts';
import { RawServer } from '../../../packages/core/test/target/server/raw-server.ts';
import { readCertificate } from '../../../packages/core/test/target/transport/certificate.ts';
import {
  LENIENT_CALIBRATION,
  readRunJson,
  temporaryFolder,
  writeConfig,
} from '../support/run-folder.ts';
import { runLoadcell } from '../support/run-loadcell.ts';
import { GOOD_ANSWER, listModel } from '../support/server-faults.ts';
import { unwrapped } from '../support/unwrapped.ts';

/** The parts of results.json that these tests read. */
interface Results {
  readonly environment: { readonly details: Readonly<Record<string, unknown>> };
  readonly phases: readonly {
    readonly errors?: readonly { readonly message: string; readonly code: string }[];
    readonly client?: {
      readonly calibrations: readonly { readonly clock: string }[];
      readonly usage: readonly { readonly usage: { readonly clock: string } }[];
    };
    readonly stages: readonly {
      readonly measurements: Readonly<
        Record<string, { readonly count: number; readonly min: number | null }>
      >;
    }[];
  }[];
}

function readResults(cwd: string): Results {
  return JSON.parse(JSON.stringify(readRunJson(cwd, 'results')));
}

/** A server that speaks TLS with a self-signed certificate. */
async function listenTls(): Promise<RawServer> {
  const server = await RawServer.listen(listModel(GOOD_ANSWER), { tls: readCertificate() });
  onTestFinished(() => server.close());
  return server;
}

/** A brief load, in a folder that also holds the certificate. */
function briefLoad(
  target: Readonly<Record<string, unknown>>,
  calibration: object = LENIENT_CALIBRATION,
): string {
  const cwd = temporaryFolder();
  writeFileSync(path.join(cwd, 'authority.pem'), readCertificate().cert);
  const windows = { idle: '50ms', cooldown: '50ms' };
  const stages = [{ kind: 'closed', concurrency: 2, duration: '200ms', minRequests: 8 }];
  writeConfig(cwd, {
    target,
    phase: 'load',
    sampling: { hz: 50 },
    phases: { load: { ...windows, stages, calibration } },
  });
  return cwd;
}

describe('a server behind https', () => {
  it('has no arrival times of the kernel, so its calibration decides whether the client is reliable', async () => {
    const { url } = await listenTls();
    const cwd = briefLoad({ caCertificates: ['authority.pem'] }, { budget: '0.001us' });
    const { code, stdout, stderr } = await runLoadcell(['run', '--url', url], { cwd });
    expect(code, stdout + stderr).toBe(EXIT_CODES.unreliable);
    expect(unwrapped(stdout)).toMatch(/Client timing error is over budget.*better of 2 attempts/);
  });

  it('is measured by the worker, and the report names the clock', async () => {
    const { url } = await listenTls();
    const cwd = briefLoad({ caCertificates: ['authority.pem'] });
    const args = ['run', '--url', url, '--verbose'];
    const { code, stdout, stderr } = await runLoadcell(args, { cwd });
    expect(code, stdout + stderr).toBe(EXIT_CODES.pass);
    expect(stdout).toMatch(/Client calibration \(.*JavaScript worker thread\)/);
    const { environment, phases } = readResults(cwd);
    expect(environment.details).toMatchObject({ clock: 'undici-worker' });
    const [phase] = phases;
    expect(phase?.client?.usage.map(({ usage }) => usage.clock)).toEqual(['undici-worker']);
    expect(phase?.client?.calibrations[0]?.clock).toBe('undici-worker');
    expect(phase?.stages[0]?.measurements['timeToFirstToken']?.count).toBeGreaterThanOrEqual(8);
    expect(phase?.stages[0]?.measurements['timeToFirstToken']?.min).toBeGreaterThan(0);
  });

  it('can be one of several replicas, each with its share of the requests', async () => {
    const replicas = await Promise.all([listenTls(), listenTls()]);
    const urls = replicas.map(({ url }) => url);
    const cwd = briefLoad({ urls, caCertificates: ['authority.pem'] });
    const { code, stdout, stderr } = await runLoadcell(['run'], { cwd });
    expect(code, stdout + stderr).toBe(EXIT_CODES.pass);
    for (const url of urls) {
      const [, requests = '0'] = new RegExp(`${url} +(\\d+)`).exec(stdout) ?? [];
      expect(Number(requests), stdout).toBeGreaterThanOrEqual(4);
    }
  });

  it('is rejected, with advice, when its certificate is not trusted', async () => {
    const { url } = await listenTls();
    const cwd = briefLoad({});
    const { code } = await runLoadcell(['run', '--quiet', '--url', url], { cwd });
    expect(code).toBe(EXIT_CODES.targetFailed);
    const [error] = readResults(cwd).phases[0]?.errors ?? [];
    expect(error?.code).toBe('tls');
    expect(error?.message).toMatch(/self.signed certificate.*caCertificates/s);
  });

  it('that closes in the middle of the handshake is an error that names TLS', async () => {
    const server = await RawServer.listen(() => {}, { onConnect: (socket) => socket.end() });
    onTestFinished(() => server.close());
    const cwd = briefLoad({});
    const url = server.url.replace('http:', 'https:');
    const { code } = await runLoadcell(['run', '--quiet', '--url', url], { cwd });
    expect(code).toBe(EXIT_CODES.targetFailed);
    const [error] = readResults(cwd).phases[0]?.errors ?? [];
    expect(error?.code).toMatch(/^(?:tls|closed-early|reset)$/);
    expect(error?.message).toMatch(/TLS/);
  });
});
