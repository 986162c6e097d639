import { describe, expect, it } from 'vitest';
import { busOf } from '../../../src/flags/bus-of.ts';
import { checkFleetFlags, readFleet } from '../../../src/run/fleet/read-fleet.ts';
import { UsageError } from '../../../src/usage-error.ts';

const BUS = 'nats://127.0.0.1:4222';

function flagsOf(given: Readonly<Record<string, string>>): Map<string, string[]> {
  return new Map(Object.entries({ fleet: BUS, ...given }).map(([name, text]) => [name, [text]]));
}

describe('the flags of a fleet', () => {
  it('take every idle agent of the default fleet within 10 s by default', () => {
    expect(readFleet(flagsOf({}))).toMatchObject({
      bus: { url: BUS },
      fleet: 'default',
      wanted: { load: { kind: 'all' }, watch: { kind: 'all' } },
      waitMs: 10_000,
    });
  });

  it('take the URL of the bus from the environment, so that no argument has its password', () => {
    const flags = flagsOf({ fleet: 'LOADCELL_BUS' });
    const url = 'nats://user:secret@10.0.0.1:4222';
    expect(readFleet(flags, { LOADCELL_BUS: url }).bus).toEqual({ url });
    for (const environment of [{}, { LOADCELL_BUS: '' }]) {
      expect(() => readFleet(flags, environment)).toThrow(
        '--fleet LOADCELL_BUS needs the variable LOADCELL_BUS',
      );
    }
    expect(readFleet(flagsOf({}), { LOADCELL_BUS: url }).bus).toEqual({ url: BUS });
  });

  it('take a number of agents, or their names', () => {
    const flags = flagsOf({
      'load-agents': '3',
      'watch-agents': 'gpu-1, gpu-2',
      'wait-agents': '1m',
      'fleet-name': 'lab',
    });
    expect(readFleet(flags)).toMatchObject({
      fleet: 'lab',
      wanted: {
        load: { kind: 'count', count: 3 },
        watch: { kind: 'named', names: ['gpu-1', 'gpu-2'] },
      },
      waitMs: 60_000,
    });
  });

  it('may take no watching agent, but not no load agent', () => {
    const none = { kind: 'count', count: 0 };
    expect(readFleet(flagsOf({ 'watch-agents': '0' })).wanted.watch).toEqual(none);
    expect(() => readFleet(flagsOf({ 'load-agents': '0' }))).toThrow(
      'invalid --load-agents "0": expected 1 to 10000',
    );
  });

  it.each(['a,,b', 'a,a', 'a.b', ''])('reject invalid names: "%s"', (text) => {
    expect(() => readFleet(flagsOf({ 'load-agents': text }))).toThrow(UsageError);
  });

  it.each([
    [{ 'load-agents': '0' }, 'pass --load-agents 2'],
    [{ 'load-agents': 'a,,b' }, 'pass --load-agents 2'],
    [{ 'watch-agents': '99999' }, 'pass --watch-agents 2'],
    [{ 'watch-agents': 'a.b' }, 'pass --watch-agents 2'],
    [{ 'wait-agents': 'soon' }, 'such as 30s'],
    [{ 'wait-agents': '0' }, 'such as 30s'],
    [{ 'fleet-name': 'a b' }, 'pass the --fleet-name'],
  ])('say what to do about %j', (flags, help) => {
    expect(() => readFleet(flagsOf(flags))).toThrow(
      expect.objectContaining({ help: expect.stringContaining(help) }),
    );
  });

  it.each(['http://bus:4222', 'bus', ''])('reject %j, which is no URL of a bus', (url) => {
    expect(() => readFleet(flagsOf({ fleet: url }))).toThrow(
      'invalid URL in --fleet: expected nats://NAME:PORT',
    );
  });

  it('reject an invalid name of a fleet', () => {
    expect(() => readFleet(flagsOf({ 'fleet-name': 'a b' }))).toThrow('invalid --fleet-name "a b"');
  });

  it.each(['pid', 'max-memory', 'codec', 'cold', 'source-address', 'repeat', 'against', 'slice'])(
    'do not go with --%s, and say what to do',
    (flag) => {
      const check = (): void => checkFleetFlags({ flags: flagsOf({ [flag]: '1' }) });
      expect(check).toThrow(`--fleet cannot be combined with --${flag}`);
      expect(check).toThrow(expect.objectContaining({ help: expect.stringMatching(/\w/) }));
    },
  );

  it('do not go with a command that starts a server here', () => {
    expect(() => checkFleetFlags({ flags: flagsOf({}), trailing: ['vllm'] })).toThrow(
      '--fleet cannot be combined with a command',
    );
  });

  it('need --fleet', () => {
    expect(() => checkFleetFlags({ flags: new Map([['load-agents', ['2']]]) })).toThrow(
      '--load-agents needs --fleet',
    );
    expect(() => checkFleetFlags({ flags: new Map() })).not.toThrow();
  });
});

describe('the flags of the bus', () => {
  it('name files with credentials', () => {
    const flags = flagsOf({
      'bus-nkey': 'seed',
      'bus-tls-ca': 'ca.pem',
      'bus-tls-cert': 'cert.pem',
      'bus-tls-key': 'key.pem',
    });
    expect(busOf('fleet', flags, {})).toEqual({
      url: BUS,
      nkeyFile: 'seed',
      tlsCaFile: 'ca.pem',
      tlsCertFile: 'cert.pem',
      tlsKeyFile: 'key.pem',
    });
  });

  it('come before the environment', () => {
    const environment = { LOADCELL_BUS_CREDS: 'mine.creds' };
    expect(busOf('fleet', flagsOf({}), environment)).toEqual({
      url: BUS,
      credsFile: 'mine.creds',
    });
    const flags = flagsOf({ 'bus-creds': 'other.creds' });
    expect(busOf('fleet', flags, environment)).toMatchObject({
      credsFile: 'other.creds',
    });
  });

  it.each([
    ['bus-tls-cert', 'bus-tls-key'],
    ['bus-tls-key', 'bus-tls-cert'],
  ])('have no --%s without --%s', (flag, other) => {
    const flags = flagsOf({ [flag]: 'file.pem' });
    expect(() => busOf('fleet', flags, {})).toThrow(`--${flag} needs --${other}`);
  });
});
