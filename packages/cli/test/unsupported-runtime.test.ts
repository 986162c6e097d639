import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { OLDEST_NODE, refuseRuntime, unsupportedRuntime } from '../src/unsupported-runtime.ts';

it.each([
  [{ node: '20.20.0' }, undefined],
  [{ node: '20.20.2' }, undefined],
  [{ node: '21.0.0' }, undefined],
  [{ node: '26.10.0' }, undefined],
  [{ node: '18.20.8' }, 'Node.js 18.20.8'],
  [{ node: '20.19.9' }, 'Node.js 20.19.9'],
  [{ node: '20.0.0' }, 'Node.js 20.0.0'],
  // Both also report a version of Node.
  [{ node: '26.3.0', bun: '1.4.5' }, 'Bun 1.4.5'],
  [{ node: '26.3.0', deno: '2.9.6' }, 'Deno 2.9.6'],
])('returns for %j: %s', (versions, runtime) => {
  expect(unsupportedRuntime(versions)).toBe(runtime);
});

it('prints the requirement in two lines', () => {
  expect(refuseRuntime('Bun 1.4.5')).toMatch(
    /^error: .*Node\.js 20\.20 or later; Bun 1\.4\.5 .*\nhelp: install Node\.js .*\n$/,
  );
});

it.each(['cli', 'core', 'native'])('requires what the package %s has as its engine', (name) => {
  const manifest = new URL(`../../${name}/package.json`, import.meta.url);
  expect(readFileSync(manifest, 'utf8')).toContain(`"node": ">=${OLDEST_NODE.join('.')}"`);
});
