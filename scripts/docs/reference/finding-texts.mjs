import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseSync } from 'oxc-parser';
import { nodesIn, textsOf } from './source-texts.mjs';

const FOLDER = path.join(import.meta.dirname, '../../../packages/core/src/report/findings');

/** The texts that each finding can have, by its name: they depend on the run, so they are read from the sources. */
export function findingTexts() {
  const files = readdirSync(FOLDER, { recursive: true }).filter((name) => name.endsWith('.ts'));
  return new Map(files.flatMap((file) => textsIn(path.join(FOLDER, file))));
}

function textsIn(file) {
  const { program } = parseSync(file, readFileSync(file, 'utf8'));
  const objects = nodesIn(program).filter(({ type }) => type === 'ObjectExpression');
  const definition = objects.find((one) => valueOf(one, 'look') && valueOf(one, 'meaning'));
  if (definition === undefined) return [];
  const [name] = textsOf(valueOf(definition, 'name'), program);
  const all = (key) => [...new Set(objects.flatMap((one) => textsOf(valueOf(one, key), program)))];
  return [[name, { severities: all('severity'), findings: all('finding'), advice: all('advice') }]];
}

function valueOf({ properties }, name) {
  return properties.find(({ key }) => key?.name === name)?.value;
}
