import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parse as parseYaml } from 'yaml';

const DATA = { json: JSON.parse, yaml: parseYaml, yml: parseYaml };
const CONFIG_TITLE = /\bconfig\.(?:json|ya?ml|[mc]?[jt]s)$/u;

/** Keys that files of other programs have, too. */
const SHARED_KEYS = new Set(['name', 'timeout', 'seed']);

/** Whether a block is JSON or YAML. */
export function isData({ language }) {
  return language in DATA;
}

/** A configuration by its title, or without one by its keys. */
function isConfiguration({ title }, value, keys) {
  if (title !== undefined) return CONFIG_TITLE.test(title);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return Object.keys(value).some((key) => keys.has(key) && !SHARED_KEYS.has(key));
}

function read({ language, title, text }) {
  const parse = DATA[language];
  if (title?.endsWith('.jsonl'))
    return text
      .split('\n')
      .filter(Boolean)
      .map((line) => parse(line));
  return parse(text);
}

/**
 * Checks that JSON and YAML can be parsed, and that configurations are valid.
 * @param {{parseConfig: Function, keys: ReadonlySet<string>}} config the parser of configurations, and their keys
 */
export function checkData(blocks, { parseConfig, keys }) {
  return blocks.flatMap((block) => {
    try {
      const value = read(block);
      if (isConfiguration(block, value, keys)) parseConfig(value);
      return [];
    } catch (error) {
      const hint =
        block.title === undefined
          ? '; a block of another program needs a title, such as [ci.yml]'
          : '';
      return [{ file: block.file, line: block.line, what: `${error.message}${hint}` }];
    }
  });
}

/**
 * Checks that modules which export a configuration export a valid one.
 * @param {string} folder temporary folder
 */
export async function checkConfigModules(blocks, folder, { parseConfig, loadConfigFile }) {
  const problems = [];
  for (const { file, line, text, title } of blocks) {
    if (!/^export default defineConfig\(/mu.test(text) && !CONFIG_TITLE.test(title ?? '')) continue;
    const place = path.join(folder, file.replace(/\.md$/u, ''), `config-${line}.ts`);
    mkdirSync(path.dirname(place), { recursive: true });
    writeFileSync(place, text);
    try {
      parseConfig(await loadConfigFile(place));
    } catch (error) {
      problems.push({ file, line, what: error.message });
    }
  }
  return problems;
}
