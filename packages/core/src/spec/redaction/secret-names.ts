/** Words of a name that mark its value as secret or personal, wherever they stand. */
const SECRET_WORDS: ReadonlySet<string> = new Set([
  'apikey',
  'apikeys',
  'accesstoken',
  'authtoken',
  'authorization',
  'credential',
  'credentials',
  'email',
  'emails',
  // The short form of --hf-token in llama.cpp.
  'hft',
  'hftoken',
  'passphrase',
  'passwd',
  'password',
  'passwords',
  'secret',
  'secrets',
  'team',
  'user',
  'username',
]);

/** Pairs of words that do so; more may follow, as in `api_key_alias`. */
const SECRET_PAIRS: ReadonlySet<string> = new Set(['api key', 'api keys', 'hf token']);

/** Words that do so only at the end: `max_total_num_tokens`, `tokenizer_path` and `num_key_value_heads` are no secrets. */
const SECRET_LAST_WORDS: ReadonlySet<string> = new Set(['token', 'key']);

/** The words of a name in lower case, from camelCase, snake_case, kebab-case, paths with dots, or a flag. */
function wordsOf(name: string): string[] {
  return name
    .replaceAll(/(?<lower>[a-z\d])(?<upper>[A-Z])/g, '$<lower> $<upper>')
    .replaceAll(/(?<acronym>[A-Z])(?<word>[A-Z][a-z])/g, '$<acronym> $<word>')
    .toLowerCase()
    .split(/[^a-z\d]+/)
    .filter((word) => word !== '');
}

/**
 * Whether what stands under a name must not be kept: the name of a field, a label, an environment variable, a header or a
 * flag. Judged by whole words.
 * Source: shared/spec/server-metrics.md, section 5.
 */
export function isSecretName(name: string): boolean {
  const words = wordsOf(name);
  return (
    words.some((word) => SECRET_WORDS.has(word)) ||
    words.some((word, index) => SECRET_PAIRS.has(`${word} ${words[index + 1] ?? ''}`)) ||
    SECRET_LAST_WORDS.has(words.at(-1) ?? '')
  );
}
