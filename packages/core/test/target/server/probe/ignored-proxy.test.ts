import { describe, expect, it } from 'vitest';
import { ignoredProxy } from '../../../../src/target/server/probe/ignored-proxy.ts';
import { parseEndpoint } from '../../../../src/target/server/session/endpoint.ts';

const PROXY = 'http://127.0.0.1:9';

describe('ignoredProxy', () => {
  it.each([
    ['http://gpu.lan', { HTTP_PROXY: PROXY }, 'HTTP_PROXY'],
    ['http://gpu.lan', { http_proxy: PROXY }, 'http_proxy'],
    ['https://gpu.lan', { HTTP_PROXY: PROXY, HTTPS_PROXY: PROXY }, 'HTTPS_PROXY'],
    ['http://10.0.0.1', { all_proxy: PROXY }, 'all_proxy'],
    ['http://gpu.lan', { HTTP_PROXY: PROXY, NO_PROXY: 'other.lan, gpu.lann' }, 'HTTP_PROXY'],
  ])('names for %s with %j: %s', (url, environment, name) => {
    expect(ignoredProxy(parseEndpoint(url), 'connect-timeout', environment)).toBe(name);
  });

  it.each([
    ['http://gpu.lan', {}],
    ['http://gpu.lan', { HTTP_PROXY: '' }],
    ['https://gpu.lan', { HTTP_PROXY: PROXY }],
    ['http://localhost:8000', { HTTP_PROXY: PROXY }],
    ['http://127.0.0.1:8000', { HTTP_PROXY: PROXY }],
    ['http://[::1]:8000', { HTTP_PROXY: PROXY }],
    ['unix:/run/server.sock', { HTTP_PROXY: PROXY }],
    ['http://gpu.lan', { HTTP_PROXY: PROXY, NO_PROXY: '*' }],
    ['http://gpu.lan', { HTTP_PROXY: PROXY, no_proxy: 'localhost,.lan' }],
    ['http://gpu.lan', { HTTP_PROXY: PROXY, NO_PROXY: 'gpu.lan:80' }],
  ])('names none for %s with %j', (url, environment) => {
    expect(ignoredProxy(parseEndpoint(url), 'connect-timeout', environment)).toBeUndefined();
  });

  it('names none for a server that was reached', () => {
    const environment = { HTTP_PROXY: PROXY };
    expect(ignoredProxy(parseEndpoint('http://gpu.lan'), 'reset', environment)).toBeUndefined();
  });
});
