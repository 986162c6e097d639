/** The text of every generated page of docs/reference by file name. @param definitions as `loadDefinitions` returns them */
export function referencePages(definitions: Readonly<Record<string, unknown>>): Map<string, string>;
