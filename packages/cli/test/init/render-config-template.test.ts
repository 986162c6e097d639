import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { LoadcellConfigSchema, configJsonSchema } from '@loadcell/core';
import { describe, expect, it } from 'vitest';
import { loadConfigFile } from '../../src/config/load-config-file.ts';
import { renderConfigTemplate } from '../../src/init/render-config-template.ts';
import { temporaryFolder } from '../temporary-folder.ts';

/** The keys of every object in a value, by path. */
function keysOf(value: unknown, at = ''): string[] {
  if (typeof value !== 'object' || value === null) return [at];
  return Object.entries(value)
    .flatMap(([key, inner]) => keysOf(inner, `${at}.${key}`))
    .toSorted();
}

describe('renderConfigTemplate', () => {
  it('writes every default, so that the file equals no file', async () => {
    const file = path.join(temporaryFolder(), 'loadcell.config.ts');
    writeFileSync(file, renderConfigTemplate(configJsonSchema()));
    const written = await loadConfigFile(file);
    const defaults = LoadcellConfigSchema.parse({});
    expect(LoadcellConfigSchema.parse(written)).toEqual(defaults);
    expect(keysOf(written)).toEqual(keysOf(defaults));
  });

  it('lists every kind of stage: the default ones with their settings, others in comments', () => {
    const text = renderConfigTemplate(configJsonSchema());
    for (const kind of ['closed', 'open']) expect(text).toMatch(`\n          kind: '${kind}',`);
    for (const kind of ['sessions', 'ramp', 'trace', 'sweep']) {
      expect(text).toMatch(`\n          // kind: '${kind}',`);
    }
    expect(text).toContain(
      [
        '      stages: [',
        '        {',
        "          kind: 'closed',",
        '          // name of the stage (default: its kind)',
        '          // name: string,',
        '          // concurrent requests',
        '          concurrency: 4,',
      ].join('\n'),
    );
    expect(text).toContain(
      "          // parameter: 'rate' | 'concurrency' | 'inputTokens' | 'outputTokens',",
    );
  });

  it('describes each setting, with its type where it has no default', () => {
    const text = renderConfigTemplate({
      properties: {
        'a-b': { description: "the owner's", default: "it's" },
        phase: { enum: ['x', 'y'] },
        list: { type: 'array', items: { anyOf: [{ type: 'string' }, { type: 'integer' }] } },
        time: { type: ['number', 'string'] },
        map: { type: 'object', additionalProperties: { type: 'number' } },
        inner: { default: {}, properties: { hz: { default: [1, { z: true }] } } },
        may: {
          properties: { a: { default: 1 }, b: { properties: { c: { type: 'string' } } } },
        },
        either: {
          default: {},
          anyOf: [{ const: false }, { type: 'object', properties: { d: { default: 2 } } }],
        },
      },
    });
    expect(text).toContain(
      [
        "  // the owner's",
        "  'a-b': 'it\\'s',",
        "  // phase: 'x' | 'y',",
        '  // list: (string | number)[],',
        '  // time: number | string,',
        '  // map: { [name: string]: number },',
        '  inner: {',
        '    hz: [1, { z: true }],',
        '  },',
        '  // may: {',
        '    // a: 1,',
        '    // b: {',
        '      // c: string,',
        '    // },',
        '  // },',
        '  either: {',
        '    d: 2,',
        '  },',
        '});',
      ].join('\n'),
    );
  });
});
