import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { configJsonSchema, parseConfig } from '@loadcell/core';
import { describe, expect, it } from 'vitest';
import { loadConfigFile } from '../../src/config/load-config-file.ts';
import { renderConfigTemplate } from '../../src/config/render-config-template.ts';
import { temporaryFolder } from '../temporary-folder.ts';

describe('renderConfigTemplate', () => {
  it('writes a file that means exactly what no file means', async () => {
    const file = path.join(temporaryFolder(), 'loadcell.config.ts');
    writeFileSync(file, renderConfigTemplate(configJsonSchema()));
    expect(parseConfig(await loadConfigFile(file))).toEqual(parseConfig({}));
  });

  it('tells of each setting what it is for, and its type where it has no default', () => {
    const text = renderConfigTemplate({
      properties: {
        'a-b': { description: "the owner's", default: "it's" },
        phase: { enum: ['x', 'y'] },
        list: { type: 'array', items: { anyOf: [{ type: 'string' }, { type: 'integer' }] } },
        map: { type: 'object', additionalProperties: { type: 'number' } },
        inner: { properties: { hz: { default: [1, { z: true }] } } },
      },
    });
    expect(text).toContain(
      [
        "  // the owner's",
        "  'a-b': 'it\\'s',",
        "  // phase: 'x' | 'y',",
        '  // list: (string | number)[],',
        '  // map: { [name: string]: number },',
        '  inner: {',
        '    hz: [1, { z: true }],',
        '  },',
        '});',
      ].join('\n'),
    );
  });
});
