import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { ownVersion, refuseMixedVersions } from '../../src/program/installed-packages.ts';
import { temporaryFolder } from '../temporary-folder.ts';

/** An installation with packages in versions, by their folders below `node_modules`. @returns the manifest of the command */
function installed(versions: Readonly<Record<string, string>>): string {
  const folder = path.join(temporaryFolder(), 'node_modules');
  for (const [place, version] of Object.entries(versions)) {
    mkdirSync(path.join(folder, place), { recursive: true });
    writeFileSync(path.join(folder, place, 'package.json'), JSON.stringify({ version }));
  }
  return path.join(folder, '@loadcell/cli/package.json');
}

const CORE = '@loadcell/core';
const NATIVE = '@loadcell/native';

describe('refuseMixedVersions', () => {
  it('accepts the packages of this checkout', () => {
    expect(() => refuseMixedVersions()).not.toThrow();
    expect(ownVersion()).toMatch(/^\d+\.\d+\.\d+/);
  });

  it('accepts another version that the command does not run with', () => {
    const nested = '@loadcell/cli/node_modules/@loadcell/core';
    const versions = { '@loadcell/cli': '1.0.0', [nested]: '1.0.0', [NATIVE]: '1.0.0' };
    expect(() => refuseMixedVersions(installed({ ...versions, [CORE]: '2.0.0' }))).not.toThrow();
  });

  it.each([CORE, NATIVE])(
    'rejects another version of %s, with both versions and places',
    (name) => {
      const versions = { '@loadcell/cli': '1.0.0', [CORE]: '1.0.0', [NATIVE]: '1.0.0' };
      const own = installed({ ...versions, [name]: '2.0.0' });
      const folder = path.join(path.dirname(own), '../..', name);
      expect(() => refuseMixedVersions(own)).toThrowError(
        expect.objectContaining({
          code: 'INSTALLATION',
          summary: `@loadcell/cli 1.0.0 in ${path.dirname(own)} finds ${name} 2.0.0 in ${folder}`,
          help: expect.stringContaining(`${name}@1.0.0`),
        }),
      );
    },
  );

  it.each([CORE, NATIVE])('names %s where it is not installed', (name) => {
    const versions = { '@loadcell/cli': '1.0.0', [CORE]: '1.0.0', [NATIVE]: '1.0.0' };
    const left = Object.fromEntries(Object.entries(versions).filter(([place]) => place !== name));
    expect(() => refuseMixedVersions(installed(left))).toThrowError(
      expect.objectContaining({
        summary: expect.stringContaining(`the package ${name} is not installed`),
        help: expect.stringContaining('npm install'),
      }),
    );
  });
});
