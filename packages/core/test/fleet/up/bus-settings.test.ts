import { describe, expect, it } from 'vitest';
import { checkPlace, placeOf, renderBusSettings } from '../../../src/fleet/up/bus-settings.ts';

const SETTINGS = {
  bind: '10.0.0.4',
  port: 4222,
  user: 'loadcell',
  password: 'abc"d',
  folder: '/tmp/a b',
};

describe('renderBusSettings', () => {
  it('names the address, the port, the folders and the credentials', () => {
    expect(renderBusSettings(SETTINGS).split('\n')).toEqual([
      'host: "10.0.0.4"',
      'port: 4222',
      'ports_file_dir: "/tmp/a b"',
      'jetstream { store_dir: "/tmp/a b/stored" }',
      String.raw`authorization { user: "loadcell", password: "abc\"d" }`,
      '',
    ]);
  });

  it('writes port 0 as any free port', () => {
    expect(renderBusSettings({ ...SETTINGS, port: 0 })).toContain('port: -1\n');
  });
});

describe('checkPlace', () => {
  it.each(['localhost', '10.0.0', ''])('rejects "%s", which is no IP address', (bind) => {
    expect(() => checkPlace(bind, 4222)).toThrow('expected an IP address');
  });

  it.each([-1, 1.5, 65_536, Number.NaN])('rejects port %s', (port) => {
    expect(() => checkPlace('::1', port)).toThrow('expected 0 to 65535');
  });

  it('accepts both families', () => {
    expect(() => checkPlace('::1', 0)).not.toThrow();
    expect(() => checkPlace('0.0.0.0', 65_535)).not.toThrow();
  });
});

it('writes an IPv6 address in brackets', () => {
  expect(placeOf('fd00::1', 4222)).toBe('[fd00::1]:4222');
  expect(placeOf('10.0.0.4', 4222)).toBe('10.0.0.4:4222');
});
