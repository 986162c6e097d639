import { columnsPage } from './columns-page.mjs';
import { commandLinePage } from './command-line-page.mjs';
import { configurationPage } from './configuration-page.mjs';
import { errorCodesPage } from './error-codes-page.mjs';
import { eventsPage } from './events-page.mjs';
import { exitCodesPage } from './exit-codes-page.mjs';
import { jsonOutputsPage } from './json-outputs-page.mjs';
import { metricsPage } from './metrics-page.mjs';

const PAGES = {
  metrics: metricsPage,
  configuration: configurationPage,
  'command-line': commandLinePage,
  'exit-codes': exitCodesPage,
  'error-codes': errorCodesPage,
  columns: columnsPage,
  events: eventsPage,
  'json-outputs': jsonOutputsPage,
};

/** The text of every page that is made from definitions alone, by file name. @param definitions see `definitions.mjs` */
export function referencePages(definitions) {
  return new Map(
    Object.entries(PAGES).map(([name, render]) => [`${name}.md`, render(definitions)]),
  );
}
