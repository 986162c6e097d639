import { describe, expect, it } from 'vitest';
import { unreached } from '../../../src/target/http/unreached.ts';
import { TransportError } from '../../../src/target/transport/transport-error.ts';
import type { TransportFailureKind } from '../../../src/target/transport/transport-failure.ts';

const CASES: readonly (readonly [TransportFailureKind, string, RegExp])[] = [
  ['refused', 'connect ECONNREFUSED', /start it, or correct the URL\.$/],
  ['timeout', 'the response was not complete in time', /start it, or correct the URL\.$/],
  ['connect-timeout', 'Connect Timeout Error', /or use http\.$/],
  ['dns', 'The name x has no address', /Correct the URL\.$/],
  ['too-many-files', 'too many files are open', /ulimit -n/],
  ['tls', 'self-signed certificate (DEPTH_ZERO_SELF_SIGNED_CERT)', /certificateAuthorities\.$/],
  ['tls', "Hostname/IP does not match certificate's altnames", /certificateAuthorities\.$/],
  ['tls', 'SSL routines:ssl3_get_record:wrong version number', /use http\.$/],
  ['tls', 'alert handshake failure', /versions that it takes/],
];

describe('a server that was not reached', () => {
  it.each(CASES)('as %s (%s) says what to do', (kind, message, remedy) => {
    const cause = new TransportError({ kind, message });
    const error = unreached('https://host:1', cause);
    expect(error).toMatchObject({ kind, code: kind, cause });
    expect(error.message).toContain(`The server at https://host:1 was not reached: ${message}. `);
    expect(error.message).toMatch(remedy);
  });

  it('ends a question by its own mark', () => {
    const cause = new TransportError({ kind: 'refused', message: 'is the port right?' });
    expect(unreached('http://host:1', cause).message).toContain('is the port right? Expected');
  });
});
