import { code, page, table, text } from './markdown.mjs';

/** Every column of the recorded tables, from the schemas that their files are written with. */
export function columnsPage({ requestsSchema, samplesSchema, surveySchema, describeColumn }) {
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
  );
}
