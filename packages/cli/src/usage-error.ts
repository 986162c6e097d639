/** The command line says something that no command understands: nothing was started. */
export class UsageError extends Error {
  readonly code = 'USAGE';
  override readonly name = 'UsageError';
  /** What happened, where what to do is said apart. */
  declare readonly summary?: string;
  /** What to do: imperative, lower case, no period. */
  declare readonly help?: string;

  constructor(message: string, options?: ErrorOptions & { readonly help?: string }) {
    super(message, options);
    if (options?.help === undefined) return;
    Object.defineProperty(this, 'summary', { value: message });
    Object.defineProperty(this, 'help', { value: options.help });
  }
}
