import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readOutputSchema } from '../../../src/workload/output-schema/read-output-schema.ts';

let folder = '';

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'loadcell-schema-'));
});

afterAll(() => rmSync(folder, { recursive: true }));

function written(name: string, text: string): string {
  const file = path.join(folder, name);
  writeFileSync(file, text);
  return file;
}

describe('readOutputSchema', () => {
  it('names a schema by its title, else by its file, in characters that servers accept', () => {
    const titled = written('a.json', '{"title": "A city!", "type": "object"}');
    const plain = written('my city.schema.json', '{"type": "object"}');
    expect(readOutputSchema(titled).name).toBe('A_city_');
    expect(readOutputSchema(plain)).toEqual({ name: 'my_city', schema: { type: 'object' } });
  });

  it.each([
    'http://json-schema.org/draft-06/schema#',
    'http://json-schema.org/draft-07/schema#',
    'https://json-schema.org/draft/2020-12/schema',
  ])('accepts a schema of %s', (draft) => {
    expect(readOutputSchema({ $schema: draft, type: 'object' }).name).toBe('output');
  });

  it('rejects a file that is no JSON object', () => {
    const file = written('list.json', '[1]');
    expect(() => readOutputSchema(file)).toThrow(`invalid --output-schema "${file}"`);
  });

  it('rejects an object that is no JSON schema', () => {
    expect(() => readOutputSchema({ type: 'text' })).toThrow(/invalid JSON schema/);
  });

  it('rejects a file that is missing', () => {
    expect(() => readOutputSchema('/no/such.json')).toThrow('cannot read "/no/such.json"');
  });
});
