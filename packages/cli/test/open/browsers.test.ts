import { describe, expect, it } from 'vitest';
import { browserCalls } from '../../src/open/browsers.ts';

const URL = 'file:///runs/a%20$(b)%26c/report.html';

describe('browserCalls', () => {
  it.each([
    ['darwin', {}, [['open', URL]]],
    ['win32', {}, [['rundll32', 'url.dll,FileProtocolHandler', URL]]],
    ['linux', { DISPLAY: ':0' }, [['xdg-open', URL]]],
    ['linux', { WAYLAND_DISPLAY: 'wayland-0' }, [['xdg-open', URL]]],
    ['linux', { DISPLAY: '' }, []],
    ['linux', { BROWSER: 'firefox' }, [['firefox', URL]]],
    [
      'linux',
      { DISPLAY: ':0', BROWSER: 'chromium --app=%s:w3m' },
      [
        ['chromium', `--app=${URL}`],
        ['w3m', URL],
      ],
    ],
    ['win32', { BROWSER: 'C:\\firefox.exe' }, [['C:\\firefox.exe', URL]]],
  ] as const)('on %s with %j', (platform, environment, expected) => {
    const calls = browserCalls(URL, { platform, environment });
    expect(calls.map(({ program, args }) => [program, ...args])).toEqual(expected);
  });
});
