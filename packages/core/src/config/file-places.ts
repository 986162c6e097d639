/** Keys of a configuration that name files to read; where one meets a list, it holds for each entry. */
export const FILE_PLACES = [
  ['target', 'caCertificates'],
  ['phases', 'load', 'dataset'],
  ['phases', 'load', 'dataset', 'file'],
  ['phases', 'load', 'lengthsFrom'],
  ['phases', 'load', 'lengthsFrom', 'file'],
  ['phases', 'load', 'tokenizer'],
  ['phases', 'load', 'stages', 'file'],
  ['phases', 'load', 'images', 'files'],
  ['phases', 'load', 'audio', 'files'],
  ['phases', 'load', 'outputSchema'],
] as const;

/** An object as written in a configuration, unchecked. */
type PlainObject = { [key: string]: unknown };

function isPlainObject(value: unknown): value is PlainObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * A copy of a configuration with the text or texts at a place changed; where the place meets a list, it continues in each
 * entry. Anything but text is kept.
 * @param config as read from a file, unchecked
 */
export function changeTexts(
  config: unknown,
  place: readonly string[],
  change: (text: string) => string,
): unknown {
  if (Array.isArray(config)) return config.map((one: unknown) => changeTexts(one, place, change));
  const [key, ...rest] = place;
  if (key === undefined) return typeof config === 'string' ? change(config) : config;
  if (!isPlainObject(config) || !(key in config)) return config;
  return { ...config, [key]: changeTexts(config[key], rest, change) };
}
