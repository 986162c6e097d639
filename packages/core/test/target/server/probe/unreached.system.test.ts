import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { parseEndpoint } from '../../../../src/target/server/session/endpoint.ts';
import { unreached } from '../../../../src/target/server/probe/unreached.ts';
import { TransportError } from '../../../../src/target/transport/transport-error.ts';
import type { TransportFailureKind } from '../../../../src/target/transport/transport-failure.ts';
import { readCertificate } from '../../transport/certificate.ts';
import { useCleanup } from '../../transport/transport-run.ts';
import { RawServer } from '../raw-server.ts';

const onCleanup = useCleanup();

function attempt(url: string) {
  return { url, endpoint: parseEndpoint(url), connectTimeoutMs: 10_000 };
}

const CASES: readonly (readonly [TransportFailureKind, string, RegExp, RegExp])[] = [
  ['refused', 'connect ECONNREFUSED', /: connection refused$/, /^start the server/],
  ['timeout', 'no response within 10 s', /: no response within 10 s$/, /target\.connectTimeout/],
  ['connect-timeout', 'Connect', /within 10 s \(target\.connectTimeout\)$/, /raise target/],
  ['dns', 'The name x has no address', /: no address found for host$/, /--url/],
  ['no-ports', 'no ephemeral port is free', /no ephemeral port is free$/, /--source-address/],
  ['too-many-files', 'too many open files', /too many open files$/, /ulimit -n.*fewer connections/],
  ['tls', 'self-signed certificate (SELF)', /self-signed/, /caCertificates$/],
  ['tls', "Hostname/IP does not match certificate's altnames", /altnames/, /caCertificates$/],
  ['tls', 'SSL routines:wrong version number', /does not speak TLS/, /^use http:\/\/host:1$/],
  ['tls', 'alert handshake failure', /alert handshake failure$/, /versions that the server/],
];

describe('a server that cannot be reached', () => {
  it.each(CASES)('as %s (%s) is reported with what to do', async (kind, message, says, help) => {
    const cause = new TransportError({ kind, message });
    const error = await unreached(attempt('https://host:1'), cause);
    expect(error).toMatchObject({ kind, code: kind, cause });
    expect(error.summary).toMatch(/^cannot reach the server at https:\/\/host:1: /);
    expect(error.summary).toMatch(says);
    expect(error.help).toMatch(help);
  });

  it('names https when the port turns out to speak TLS', async () => {
    const server = await RawServer.listen(() => {}, { tls: readCertificate() });
    onCleanup(() => server.close());
    const url = server.url.replace('https:', 'http:');
    const cause = new TransportError({ kind: 'protocol', message: 'what came is not HTTP' });
    expect(await unreached(attempt(url), cause)).toMatchObject({
      summary: expect.stringMatching(/it speaks TLS$/),
      help: `use ${server.url}`,
    });
  });

  it('does not suggest TLS for a port that closes every connection', async () => {
    const server = createServer((socket) => socket.end());
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    onCleanup(async () => void server.close());
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    const cause = new TransportError({ kind: 'closed-early', message: 'closed' });
    const error = await unreached(attempt(`http://127.0.0.1:${port}`), cause);
    expect(error.summary).toMatch(/closed the connection without a response$/);
    expect(error.help).toMatch(/check the port in --url, whether it speaks http or https/);
  });
});
