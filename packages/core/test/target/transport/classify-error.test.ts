import { describe, expect, it } from 'vitest';
import { classifyError } from '../../../src/target/transport/undici/classify-error.ts';

function failWith(code: string, message = 'words'): Error {
  return Object.assign(new Error(message), { code });
}

describe('classifyError', () => {
  it.each([
    ['ECONNREFUSED', 'refused'],
    ['EHOSTUNREACH', 'unreachable'],
    ['ENOTFOUND', 'dns'],
    ['EAI_AGAIN', 'dns'],
    ['UND_ERR_CONNECT_TIMEOUT', 'connect-timeout'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'tls'],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'tls'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'tls'],
    ['CERT_HAS_EXPIRED', 'tls'],
    ['INVALID_PURPOSE', 'tls'],
    ['INVALID_CA', 'tls'],
    ['PATH_LENGTH_EXCEEDED', 'tls'],
    ['UNSPECIFIED', 'tls'],
    ['ECONNRESET', 'reset'],
    ['EPIPE', 'reset'],
    ['UND_ERR_SOCKET', 'closed-early'],
    ['UND_ERR_HEADERS_OVERFLOW', 'header-too-large'],
    ['UND_ERR_RES_EXCEEDED_MAX_SIZE', 'body-too-large'],
    ['EMFILE', 'too-many-files'],
    ['ENFILE', 'too-many-files'],
  ])('classifies %s as %s, with the code in the message', (code, kind) => {
    expect(classifyError(failWith(code))).toEqual({ kind, message: `words (${code})` });
  });

  it('classifies an IPv4 connection without a local address as out of ports, and any other as unreachable', () => {
    const failed = (syscall: string, address: string): Error =>
      Object.assign(failWith('EADDRNOTAVAIL'), { errno: -99, syscall, address });
    expect(classifyError(failed('connect', '127.0.0.1'))?.kind).toBe('no-ports');
    expect(classifyError(failed('connect', '::1'))?.kind).toBe('unreachable');
    expect(classifyError(failed('bind', '10.0.0.9'))?.kind).toBe('unreachable');
  });

  it('classifies an error by its cause', () => {
    const error = new Error('fetch failed', { cause: failWith('ECONNREFUSED') });
    expect(classifyError(error)?.kind).toBe('refused');
  });

  it('classifies an aggregate error by its parts, since its message is empty', () => {
    const error = new AggregateError([failWith('ECONNREFUSED', 'connect ECONNREFUSED ::1:80')], '');
    expect(classifyError(error)).toEqual({
      kind: 'refused',
      message: 'connect ECONNREFUSED ::1:80',
    });
  });

  it('classifies any other system error as a socket error', () => {
    const error = Object.assign(failWith('EACCES', 'connect EACCES 127.0.0.1:1'), {
      errno: -13,
      syscall: 'connect',
    });
    expect(classifyError(error)).toEqual({
      kind: 'socket',
      message: 'connect EACCES 127.0.0.1:1',
    });
  });

  it('classifies any other OpenSSL error as a TLS error', () => {
    const error = Object.assign(failWith('ERR_OSSL_UNSUPPORTED'), {
      library: 'digital envelope routines',
      reason: 'unsupported',
    });
    expect(classifyError(error)?.kind).toBe('tls');
  });

  it('does not classify bugs in Loadcell', () => {
    expect(classifyError(new TypeError('undefined is not a function'))).toBeUndefined();
    expect(classifyError('text')).toBeUndefined();
  });
});
