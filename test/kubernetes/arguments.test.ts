import { expect, it } from 'vitest';
import { readFileSync } from 'node:fs';
import { COMMANDS } from '../../packages/cli/src/program/commands.ts';
import { flagName } from '../../packages/cli/src/flags/flag-row.ts';
import { manifestFiles, parseResources, podOf } from './support/manifests.ts';

it('every argument of a manifest is a flag of its command', () => {
  const unknown = manifestFiles()
    .flatMap((file) => parseResources(readFileSync(file, 'utf8')))
    .flatMap((resource) => podOf(resource)?.containers ?? [])
    .filter(({ image, args }) => image === 'loadcell' && args.length > 0)
    .flatMap(({ args: [name, ...args] }) => {
      const command = COMMANDS.find((one) => one.name === name);
      const known = new Set(command?.flags.map((row) => flagName(row)));
      return args
        .filter((word) => word.startsWith('--'))
        .filter((word) => !known.has(/^--([\w-]+)/.exec(word)?.[1] ?? ''))
        .map((word) => `${name} ${word}`);
    });
  expect(unknown).toEqual([]);
});
