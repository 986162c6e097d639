import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Checkout } from './support/checkout.ts';

const INSTALL = 'ci --ignore-scripts --no-audit --no-fund';
const UPDATE_LOCK = INSTALL.replace('ci', 'install');
const ADDON = 'run build:native --workspace @loadcell/native';
const build = (name: string): string => `run build --workspace @loadcell/${name}`;
const LOCK = '.setup/lock';

const engines = { node: '>=20.20' };

/** A checkout after its setup. */
async function readyCheckout(): Promise<Checkout> {
  const checkout = new Checkout();
  expect(await checkout.setUp()).toMatchObject({ code: 0 });
  checkout.takeCalls();
  return checkout;
}

describe('the setup', () => {
  it('does everything on a fresh clone, in order, and nothing the second time', async () => {
    const checkout = new Checkout();
    expect(await checkout.setUp()).toMatchObject({ code: 0 });
    expect(checkout.takeCalls()).toEqual([
      INSTALL,
      ADDON,
      build('native'),
      build('core'),
      build('cli'),
    ]);
    expect(await checkout.setUp()).toEqual({ code: 0, stderr: '' });
    expect(checkout.takeCalls()).toEqual([]);
  });

  it.each<[string, (checkout: Checkout) => void, readonly string[]]>([
    [
      'a source of core changed: core and what needs its types',
      (checkout) => checkout.write('packages/core/src/index.ts', 'export {};'),
      [build('core'), build('cli')],
    ],
    [
      'a source of the addon changed: only the addon',
      (checkout) => checkout.write('native/src/addon.cc', '// other'),
      [ADDON],
    ],
    [
      'a compiled file is missing: its package',
      (checkout) => checkout.remove('packages/cli/dist/index.js'),
      [build('cli')],
    ],
    [
      'the addon is missing: the addon',
      (checkout) => checkout.remove('packages/native/prebuilds'),
      [ADDON],
    ],
    [
      'a dependency is missing: all of them',
      (checkout) => checkout.remove('node_modules/thing'),
      [INSTALL],
    ],
    [
      'the command is not linked: all dependencies',
      (checkout) => checkout.remove('node_modules/.bin/loadcell'),
      [INSTALL],
    ],
    [
      'a package.json has other dependencies than the lock: all of them, with a new lock',
      (checkout) => checkout.write('package.json', JSON.stringify({ engines, dependencies: {} })),
      [UPDATE_LOCK],
    ],
    ['a file was only touched: nothing', (checkout) => touch(checkout), []],
  ])('redoes only what is needed when %s', async (_what, change, expected) => {
    const checkout = await readyCheckout();
    change(checkout);
    expect(await checkout.setUp()).toMatchObject({ code: 0 });
    expect(checkout.takeCalls()).toEqual(expected);
  });

  it('stops where a step fails, and resumes there the next time', async () => {
    const checkout = new Checkout();
    checkout.write('fail', '');
    const failed = await checkout.setUp();
    expect(failed.code).toBe(1);
    expect(failed.stderr).toContain(
      '`npm run build:native --workspace @loadcell/native` ended with',
    );
    expect(checkout.takeCalls()).toEqual([INSTALL, ADDON]);
    checkout.remove('fail');
    expect(await checkout.setUp()).toMatchObject({ code: 0 });
    expect(checkout.takeCalls()[0]).toBe(ADDON);
  });

  it('runs only once when started concurrently, and every start succeeds', async () => {
    const checkout = new Checkout();
    const results = await Promise.all([checkout.setUp(), checkout.setUp(), checkout.setUp()]);
    expect(results.map(({ code }) => code)).toEqual([0, 0, 0]);
    expect(checkout.takeCalls()).toHaveLength(5);
    expect(existsSync(checkout.at(LOCK))).toBe(false);
  });

  it('does not wait for a dead setup', async () => {
    const checkout = new Checkout();
    const { pid } = spawnSync('true');
    checkout.write(`${LOCK}/owner.json`, JSON.stringify({ pid, start: '1' }));
    expect(await checkout.setUp()).toMatchObject({ code: 0 });
    expect(checkout.takeCalls()).toHaveLength(5);
  });

  it('names every missing tool, and how to get it', async () => {
    const checkout = new Checkout();
    const { code, stderr } = await checkout.setUp({ CXX: '/no/compiler', PYTHON: '/no/python' });
    expect(code).toBe(1);
    expect(stderr).toContain('CXX=/no/compiler');
    expect(stderr).toContain('PYTHON=/no/python');
    expect(stderr).toContain('apt-get install g++ python3');
    expect(checkout.takeCalls()).toEqual([INSTALL]);
  });

  it('rejects a Node that is too old before any step', async () => {
    const checkout = new Checkout();
    checkout.write('package.json', JSON.stringify({ engines: { node: '>=99.1' } }));
    const { code, stderr } = await checkout.setUp();
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: expect.stringContaining('Loadcell needs 99.1 or newer'),
    });
    expect(checkout.takeCalls()).toEqual([]);
  });
});

/** Writes the existing content again. */
function touch(checkout: Checkout): void {
  checkout.write('packages/core/src/index.ts', `export const name = 'core';`);
}
