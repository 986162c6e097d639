import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { LoadcellConfigSchema, configJsonSchema } from '@loadcell/core';
import { describe, expect, it } from 'vitest';
import { loadConfigFile } from '../../../src/config/load-config-file.ts';
import { renderTemplate } from '../../../src/init/template/render-template.ts';
import type { Syntax } from '../../../src/init/template/syntax.ts';
import { TYPESCRIPT } from '../../../src/init/template/typescript-syntax.ts';
import { YAML } from '../../../src/init/template/yaml-syntax.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

/** The keys of every object in a value, by path. */
function keysOf(value: unknown, at = ''): string[] {
  if (typeof value !== 'object' || value === null) return [at];
  return Object.entries(value)
    .flatMap(([key, inner]) => keysOf(inner, `${at}.${key}`))
    .toSorted();
}

/** Some settings of every kind. */
const SCHEMA = {
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
};

describe('renderTemplate', () => {
  it.each<[string, Syntax]>([
    ['ts', TYPESCRIPT],
    ['yaml', YAML],
  ])('writes every default, so that the file equals no file: %s', async (extension, syntax) => {
    const file = path.join(temporaryFolder(), `loadcell.config.${extension}`);
    writeFileSync(file, renderTemplate(configJsonSchema(), ['A heading.'], syntax));
    const written = await loadConfigFile(file);
    const defaults = LoadcellConfigSchema.parse({});
    expect(LoadcellConfigSchema.parse(written)).toEqual(defaults);
    expect(keysOf(written)).toEqual(keysOf(defaults));
  });

  it('lists every kind of stage: the default ones with their settings, others in comments', () => {
    const text = renderTemplate(configJsonSchema(), [], TYPESCRIPT);
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
    const text = renderTemplate(SCHEMA, [], TYPESCRIPT);
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

  it('writes YAML with blocks that are not null where all settings are comments', () => {
    const text = renderTemplate(
      {
        properties: {
          ...SCHEMA.properties,
          none: { default: {}, properties: { url: { type: 'string' } } },
        },
      },
      ['One.', 'Two.'],
      YAML,
    );
    expect(text).toBe(
      [
        '# One.',
        '# Two.',
        "# the owner's",
        'a-b: "it\'s"',
        "# phase: 'x' | 'y'",
        '# list: (string | number)[]',
        '# time: number | string',
        '# map: { [name: string]: number }',
        'inner:',
        '  hz: [1,{"z":true}]',
        '# may:',
        '  # a: 1',
        '  # b: {}',
        '    # c: string',
        'either:',
        '  d: 2',
        'none: {}',
        '  # url: string',
        '',
      ].join('\n'),
    );
  });

  it('begins a file of TypeScript with its import and the heading', () => {
    expect(renderTemplate({ properties: {} }, ['One.', 'Two.'], TYPESCRIPT)).toBe(
      [
        "import { defineConfig } from '@loadcell/core';",
        '',
        '// One.',
        '// Two.',
        'export default defineConfig({',
        '});',
        '',
      ].join('\n'),
    );
  });
});
