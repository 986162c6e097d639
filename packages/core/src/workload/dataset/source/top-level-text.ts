const WHITESPACE = new Set([' ', '\t', '\n', '\r']);

/**
 * The text of a value of a JSON object, as it is written: numbers above 2^53 are exact there.
 * @param json valid JSON of an object
 * @returns that of the last such key, as `JSON.parse` takes it; undefined without one
 */
export function topLevelText(json: string, key: string): string | undefined {
  let at = skipBlank(json, 0) + 1;
  let found: string | undefined;
  for (;;) {
    at = skipBlank(json, at);
    if (json[at] !== '"') return found;
    const keyEnd = endOfString(json, at);
    const isKey = JSON.parse(json.slice(at, keyEnd)) === key;
    const begin = skipBlank(json, skipBlank(json, keyEnd) + 1);
    const end = endOfValue(json, begin);
    if (isKey) found = json.slice(begin, end).trimEnd();
    if (json[end] !== ',') return found;
    at = end + 1;
  }
}

function skipBlank(json: string, at: number): number {
  let next = at;
  while (WHITESPACE.has(json[next] ?? '')) next++;
  return next;
}

/** The index behind the string that begins at an index. */
function endOfString(json: string, at: number): number {
  let next = at + 1;
  while (next < json.length && json[next] !== '"') next += json[next] === '\\' ? 2 : 1;
  return next + 1;
}

/** The index of the comma or bracket behind a value. */
function endOfValue(json: string, at: number): number {
  let depth = 0;
  let next = at;
  while (next < json.length) {
    const mark = json[next];
    if (mark === '"') {
      next = endOfString(json, next);
      continue;
    }
    if (mark === '{' || mark === '[') depth++;
    else if (depth === 0 && (mark === ',' || mark === '}')) return next;
    else if (mark === '}' || mark === ']') depth--;
    next++;
  }
  return next;
}
