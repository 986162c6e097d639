import { code, page, sentence, table, text } from './markdown.mjs';

/** Every column of the recorded tables, from the schemas that their files are written with. */
export function columnsPage(definitions) {
  const { requestsSchema, samplesSchema, surveySchema, describeColumn } = definitions;
  const tables = [
    { file: 'requests.arrows', rows: 'A row for each request.', schema: requestsSchema() },
    {
      file: 'samples.arrows',
      rows: 'A row for each process of the target at each tick of the sampler.',
      schema: samplesSchema(),
    },
    {
      file: 'survey.arrows',
      rows: 'A row for each value that is read at a rate of its own: memory details, cgroup, pressure, GPU, server metrics.',
      schema: surveySchema(),
    },
  ];
  return page(
    'Columns',
    'Recorded data of a run is in Arrow streams of its directory. `loadcell export` writes them as Parquet or CSV with the same columns. Timestamps are nanoseconds of CLOCK_MONOTONIC; the event `run-began` links them to the wall clock. A value that was not measured is null, an empty cell in CSV.',
    tables.map(({ file, rows, schema }) => [
      `## ${file}`,
      text(rows),
      table(
        ['Column', 'Type', 'Unit', 'Description'],
        schema.fields
          .map(describeColumn)
          .map(({ name, type, unit, description }) => [code(name), type, unit, text(description)]),
      ),
    ]),
    readings(definitions),
  );
}

/** Values of the column `column` of the survey. */
function readings({ COLUMN_SETS, QUANTITIES, unitOfColumn }) {
  return [
    '## Readings of the survey',
    'Values of `column` in `survey.arrows`. A name is its kind and its own name, joined by a period.',
    Object.entries(COLUMN_SETS).map(([kind, { description, columns }]) => [
      `### ${kind}`,
      text(sentence(description)),
      table(
        ['Reading', 'Unit'],
        columns.map((name) => [code(`${kind}.${name}`), unitOfColumn(name)]),
      ),
    ]),
    '### server',
    'What the metrics of a server report, under one name for every server: `server.NAME`, and of a histogram `server.NAME.sum` and `server.NAME.count`. `source` is the number of the `server-series` event with its labels.',
    table(
      ['Quantity', 'Kind', 'Unit', 'Description'],
      Object.entries(QUANTITIES).map(([name, { kind, unit, description }]) => [
        code(name),
        kind,
        unit,
        text(description),
      ]),
    ),
  ];
}
