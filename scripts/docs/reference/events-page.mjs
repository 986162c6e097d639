import * as z from 'zod';
import { code, page, sentence, table, text } from './markdown.mjs';
import { fieldsOf } from './schema-rows.mjs';

/** Fields that every event has, or every event of a phase. */
const COMMON = ['kind', 'atNs', 'phase'];

/** Every kind of event with its fields, from the schema that reads and writes them. */
export function eventsPage({ RunEventSchema }) {
  const root = z.toJSONSchema(RunEventSchema, { io: 'input', unrepresentable: 'any' });
  return page(
    'Events',
    'Each line of `events.jsonl` in a run directory is one event: a JSON object with `kind`, `atNs` (nanoseconds of CLOCK_MONOTONIC; of a span, its beginning) and `phase`, which only `run-began` and `run-ended` lack. A number that was not measured is `null`.',
    root.oneOf.map((event) => [
      `## ${event.properties.kind.const}`,
      event.description === undefined ? '' : text(sentence(event.description)),
      fieldTable(event, root),
    ]),
  );
}

function fieldTable(event, root) {
  const rows = fieldsOf(event, root, { skip: COMMON }).map((field) => [
    code(field.path),
    field.type,
    field.isRequired ? '' : 'optional',
    text(field.description),
  ]);
  return rows.length === 0 ? '' : table(['Field', 'Type', 'Presence', 'Description'], rows);
}
