import { parseConfig } from '@loadcell/core';
import { describe, expect, it } from 'vitest';
import {
  findShortages,
  refuseShortage,
  type ConnectionLimits,
} from '../../../src/runner/plan/connection-shortage.ts';

const LIMITS: ConnectionLimits = {
  files: { files: 20_000, reserved: 64, inUse: 50, connections: 19_886 },
  ports: { ports: 100, range: '40000 to 40099' },
};

const NO_FILES = { ...LIMITS.files, files: Infinity, connections: Infinity };

type Stage = Readonly<Record<string, unknown>>;

function texts(
  url: string | undefined,
  stage: Stage,
  limits = LIMITS,
  target: Stage = {},
): string[] {
  const config = parseConfig({
    target: url === undefined ? target : { url, ...target },
    phases: { load: { stages: [{ name: 'one', ...stage }] } },
    slos: { ttft: 200 },
  });
  return findShortages(config, limits).map(({ text, help }) => `${text}; ${help}`);
}

const LOOPBACK = 'http://127.0.0.1:8000';

describe('findShortages', () => {
  it('reports a concurrency above the files that are left for connections', () => {
    expect(
      texts(
        LOOPBACK,
        { kind: 'closed', concurrency: 19_886 },
        { ...LIMITS, ports: { ports: 28_232, range: '' } },
      ),
    ).toEqual([]);
    expect(
      texts(
        LOOPBACK,
        { kind: 'closed', concurrency: 19_887 },
        { ...LIMITS, ports: { ports: 28_232, range: '' } },
      ),
    ).toEqual([
      'stage "one": concurrency 19,887 needs as many open files, and this process has 19,886 for connections: ' +
        'its limit is 20,000, of which 114 are for the rest of it; ' +
        'raise the limit (ulimit -n 20001), lower the concurrency, or split the load between processes',
    ]);
  });

  it('reports a sweep whose highest level is above them', () => {
    const sweep = { kind: 'sweep', parameter: 'concurrency', from: 1, to: 30_000 };
    expect(texts('unix:/run/server.sock', sweep)).toEqual([
      expect.stringContaining('concurrency 30,000 needs as many open files'),
    ]);
  });

  it('reports a concurrency above the ports of the source addresses', () => {
    const limits = { ...LIMITS, files: NO_FILES };
    const closed = (concurrency: number): Stage => ({ kind: 'closed', concurrency });
    expect(texts('http://10.0.0.1:80', closed(100), limits)).toEqual([]);
    expect(texts('http://10.0.0.1:80', closed(250), limits)).toEqual([
      'stage "one": concurrency 250 needs as many ports, and one source address to this server has 100 ' +
        '(net.ipv4.ip_local_port_range: 40000 to 40099); ' +
        'pass 3 addresses of this machine with --source-address, widen the range, or lower the concurrency',
    ]);
    const sourceAddresses = ['10.0.0.2', '10.0.0.3'];
    expect(texts('http://10.0.0.1:80', closed(200), limits, { sourceAddresses })).toEqual([]);
    expect(texts('http://10.0.0.1:80', closed(201), limits, { sourceAddresses })).toEqual([
      expect.stringMatching(/2 source addresses to this server have 200 .*pass 1 more address of/),
    ]);
    expect(texts('http://[::1]:80', closed(101), limits)).toHaveLength(1);
  });

  it('counts the ports to every replica', () => {
    const limits = { ...LIMITS, files: NO_FILES };
    const urls = ['http://10.0.0.1:80', 'http://10.0.0.2:80'];
    const closed = (concurrency: number): Stage => ({ kind: 'closed', concurrency });
    const of = (concurrency: number): string[] =>
      texts(undefined, closed(concurrency), limits, { urls });
    expect(of(200)).toEqual([]);
    expect(of(450)).toEqual([
      expect.stringMatching(
        /one source address to 2 replicas has 200 .*pass 3 addresses of this machine/,
      ),
    ]);
  });

  it('counts further addresses of IPv4 loopback, which only the native wire uses', () => {
    const limits = { ...LIMITS, files: NO_FILES };
    expect(texts(LOOPBACK, { kind: 'closed', concurrency: 6400 }, limits)).toEqual([]);
    expect(texts(LOOPBACK, { kind: 'closed', concurrency: 6401 }, limits)).toHaveLength(1);
    const secure = 'https://127.0.0.1:8000';
    expect(texts(secure, { kind: 'closed', concurrency: 101 }, limits)).toHaveLength(1);
  });

  it('reports nothing that is unknown: a rate, a name, an unreadable limit', () => {
    expect(texts(LOOPBACK, { kind: 'open', rate: 100_000, requests: 10 })).toEqual([]);
    const named = { ...LIMITS, files: NO_FILES };
    expect(texts('http://server:80', { kind: 'closed', concurrency: 5000 }, named)).toEqual([]);
    const unknown = {
      files: { ...LIMITS.files, files: Number.NaN, connections: Number.NaN },
      ports: { ports: Number.NaN, range: '' },
    };
    expect(texts('http://10.0.0.1:80', { kind: 'closed', concurrency: 5000 }, unknown)).toEqual([]);
  });
});

describe('refuseShortage', () => {
  it('refuses a run with what it needs, what there is, and what to do', () => {
    const config = parseConfig({
      target: { url: LOOPBACK },
      phases: { load: { stages: [{ kind: 'closed', concurrency: 30_000 }] } },
    });
    expect(() => refuseShortage(config, LIMITS)).toThrow(
      /concurrency 30,000 needs as many open files/,
    );
    const less = { ...LIMITS, files: NO_FILES, ports: { ports: 28_232, range: '' } };
    expect(() => refuseShortage(config, less)).not.toThrow();
  });
});
