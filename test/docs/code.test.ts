import { describe, expect, it } from 'vitest';
import { checkDocs, page } from './support/check-docs.ts';

const CONFIG = `import { defineConfig } from '@loadcell/core';`;

describe('the code of documents', () => {
  it('is accepted if it compiles, and if its configurations are valid', async () => {
    const { code, problems } = await checkDocs({
      'docs/a.md': page(
        '```ts [loadcell.config.ts]',
        CONFIG,
        `export default defineConfig({ slos: { ttft: '200ms' } });`,
        '```',
        '```ts [sum.ts]',
        'export const sum = (a: number, b: number): number => a + b;',
        '```',
        '```js',
        `import { sum } from './sum.js';`,
        'console.log(sum(1, 2));',
        '```',
        '```ts [packages/core/src/stats/example.ts]',
        `import { median } from './quantile.ts';`,
        'export const middle = median;',
        '```',
        '- In a list:',
        '',
        '  ```json [loadcell.config.json]',
        '  { "target": { "url": "http://127.0.0.1:8000" } }',
        '  ```',
        '',
        '```yaml [ci.yml]',
        'target: none of a configuration',
        '```',
        '```cpp [native/src/base/example.h]',
        '#pragma once',
        '#include "base/ring.h"',
        'inline int example() { return 1; }',
        '```',
        '```cpp [native/test/base/example_test.cc]',
        '#include "base/example.h"',
        'int twice() { return 2 * example(); }',
        '```',
        '```python',
        'for number in range(3):',
        '    print(number)',
        '```',
        '```json [requests.jsonl]',
        '{ "a": 1 }',
        '{ "a": 2 }',
        '```',
      ),
    });
    expect(problems).toEqual([]);
    expect(code).toBe(0);
  });

  it('is reported by its line if it does not compile', async () => {
    const { code, problems } = await checkDocs({
      'docs/a.md': page('```ts', 'const a = 1;', `const b: string = a;`, 'unknownName(b);', '```'),
      'docs/b.md': page(
        '',
        '```js',
        `import { nothing } from '@loadcell/core';`,
        'nothing();',
        '```',
      ),
    });
    expect(code).toBe(1);
    expect(problems).toEqual([
      `docs/a.md:4: TS2322: Type 'number' is not assignable to type 'string'.`,
      `docs/a.md:5: TS2304: Cannot find name 'unknownName'.`,
      expect.stringContaining('docs/b.md:4: TS2305: '),
    ]);
  });

  it('is reported if it extends the checkout and does not compile', async () => {
    const { code, problems } = await checkDocs({
      'docs/a.md': page(
        '```ts [packages/core/src/stats/example.ts]',
        `import { medium } from './quantile.ts';`,
        'export const middle = medium;',
        '```',
        '```cpp',
        '#include "base/nothing.h"',
        '```',
        '```python',
        'a = 1',
        'for number in range(3)',
        '```',
      ),
    });
    expect(code).toBe(1);
    expect(problems).toEqual([
      expect.stringContaining('docs/a.md:3: TS2305: '),
      expect.stringMatching(/^docs\/a\.md:7: .*base\/nothing\.h/u),
      expect.stringContaining('docs/a.md:11: '),
    ]);
  });

  it('is reported if it is no valid data or configuration', async () => {
    const { code, stderr, problems } = await checkDocs({
      'docs/json.md': page('```json', '{ "a": 1, }', '```'),
      'docs/key.md': page('```yaml', 'target: { url: http://127.0.0.1:8000 }', 'fases: {}', '```'),
      'docs/module.md': page(
        '```ts',
        CONFIG,
        `export default defineConfig({ maxMemory: '14 apples' });`,
        '```',
      ),
      'docs/title.md': page('```yaml [my.config.yaml]', 'fases: {}', '```'),
      'docs/yaml.md': page('```yaml [ci.yml]', 'a: [1', '```'),
    });
    expect(code).toBe(1);
    expect(problems.map((line) => line.split(': ')[0])).toEqual([
      'docs/json.md:2',
      'docs/key.md:2',
      'docs/module.md:2',
      'docs/title.md:2',
      'docs/yaml.md:2',
    ]);
    expect(stderr).toContain('unknown key "fases"');
    expect(stderr).toContain('14 apples');
  });
});
