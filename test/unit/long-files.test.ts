import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { LONG_FILES } from '../long-files.ts';

it.each(LONG_FILES)('the listed file %s exists', (file) => {
  expect(existsSync(fileURLToPath(new URL(`../../${file}`, import.meta.url)))).toBe(true);
});
