import * as z from 'zod';
import { code, page, table, text } from './markdown.mjs';
import { fieldsOf } from './schema-rows.mjs';

/** Every JSON output of the command, from the schemas that write it. */
export function jsonOutputsPage(definitions) {
  const outputs = [
    {
      title: 'Report of a run',
      places:
        '`report.json` of a run directory, `loadcell run --json` and `loadcell report --json`. Phases have their data quality as further fields.',
      schema: definitions.TestReportSchema,
    },
    {
      title: 'Recording',
      places: '`recording.json` of a run directory, and `loadcell record --json`.',
      schema: definitions.RecordingSummarySchema,
    },
    {
      title: 'Comparison',
      places: '`loadcell compare --json`.',
      schema: definitions.ComparisonSchema,
    },
    {
      title: 'Machine',
      places: '`loadcell doctor --json`.',
      schema: definitions.MachineReportSchema,
    },
    {
      title: 'Server',
      places: '`loadcell doctor --url URL --json`.',
      schema: definitions.ServerReportSchema,
    },
    {
      title: 'Data set',
      places: '`loadcell dataset FILE --json`.',
      schema: definitions.DatasetDescriptionSchema,
    },
  ];
  return page(
    'JSON outputs',
    'A number that was not measured is `null`. `@loadcell/core` exports each schema and its type, and has JSON Schemas of the contract in `@loadcell/core/schemas/`.',
    outputs.map(({ title, places, schema }) => {
      const root = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
      return [`## ${title}`, places, fieldTable(root)];
    }),
  );
}

function fieldTable(root) {
  const rows = fieldsOf(root, root).map((field) => [
    code(field.path),
    field.type,
    field.isRequired ? '' : 'optional',
    text(field.description),
  ]);
  return table(['Field', 'Type', 'Presence', 'Description'], rows);
}
