import { describe, expect, it } from 'vitest';
import { ConfigError } from '../../../../src/spec/error/errors.ts';
import { parseEndpoint } from '../../../../src/target/server/session/endpoint.ts';

describe('the URL of a server', () => {
  it.each([
    [
      'http://127.0.0.1:8000',
      { protocol: 'http:', hostname: '127.0.0.1', port: 8000, basePath: '' },
    ],
    ['http://localhost', { port: 80, host: 'localhost' }],
    ['https://example.org', { protocol: 'https:', port: 443, host: 'example.org' }],
    ['https://example.org:8443/', { port: 8443, host: 'example.org:8443', basePath: '' }],
    ['http://[::1]:8000', { hostname: '::1', host: '[::1]:8000' }],
    ['http://a:1/v1', { basePath: '' }],
    ['http://a:1/v1/', { basePath: '' }],
    ['http://a:1/proxy/v1', { basePath: '/proxy' }],
    ['http://a:1/proxy', { basePath: '/proxy' }],
    ['unix:/run/a.sock', { protocol: 'http:', socketPath: '/run/a.sock', host: 'localhost' }],
    ['unix:///run/a.sock', { socketPath: '/run/a.sock' }],
  ])('%s is parsed', (url, endpoint) => {
    expect(parseEndpoint(url)).toMatchObject(endpoint);
  });

  it.each([
    ['no URL at all', 'localhost:8000'],
    ['another protocol', 'ftp://a'],
    ['a password', 'http://me:secret@a'],
    ['a query', 'http://a/?key=secret'],
    ['port 0', 'http://a:0'],
    ['a socket by half a path', 'unix:a.sock'],
    ['nothing', ''],
  ])('%s is rejected', (_what, url) => {
    expect(() => parseEndpoint(url)).toThrow(ConfigError);
  });

  it('is rejected without repeating a possible secret', () => {
    expect(() => parseEndpoint('http://me:secret@a')).toThrow(/^(?!.*secret@)/);
  });
});
