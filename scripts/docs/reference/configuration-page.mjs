import * as z from 'zod';
import { code, codes, page, table, text } from './markdown.mjs';
import { alternativesOf, fieldsOf } from './schema-rows.mjs';

/** Every key of the configuration, with its type, default and meaning. */
export function configurationPage({ LoadcellConfigSchema, CONFIG_FILE_NAMES }) {
  const root = z.toJSONSchema(LoadcellConfigSchema, { io: 'input' });
  const { target, phases, ...rest } = root.properties;
  const { stages } = phases.properties.load.properties;
  return page(
    'Configuration',
    `Keys of a configuration file: ${codes(CONFIG_FILE_NAMES)}.`,
    'A **duration** is text such as `30s`, or a number of milliseconds. A **memory size** is text such as `14GiB`, or a number of bytes. Keys marked *required* have no default. Unknown keys are errors.',
    '## Run',
    keys({ properties: rest }, root),
    '## Target',
    keys(target, root, { prefix: 'target.' }),
    Object.entries(phases.properties).map(([name, phase]) => [
      `## Phase ${name}`,
      keys(phase, root, { prefix: `phases.${name}.` }),
    ]),
    '## Stages of the load',
    'Each entry of `phases.load.stages` has one of these kinds.',
    alternativesOf(stages.items).map((stage) => [
      `### Stage ${stage.properties.kind.const}`,
      keys(stage, root),
    ]),
  );
}

function keys(schema, root, options) {
  const rows = fieldsOf(schema, root, options).map((field) => [
    code(field.path),
    field.type,
    defaultOf(field),
    text(field.description),
  ]);
  return table(['Key', 'Type', 'Default', 'Description'], rows);
}

function defaultOf({ defaultValue, isRequired }) {
  if (defaultValue === undefined) return isRequired ? '*required*' : '';
  // The defaults of the keys within follow in their own rows.
  const isEmpty = typeof defaultValue === 'object' && Object.keys(defaultValue).length === 0;
  return isEmpty && !Array.isArray(defaultValue) ? '' : code(JSON.stringify(defaultValue));
}
