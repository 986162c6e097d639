/** The command line is invalid; nothing was started. */
export class UsageError extends Error {
  readonly code = 'USAGE';
  override readonly name = 'UsageError';
  /** What happened; present where there is a help line. */
  declare readonly summary?: string;
  /** What to do: an imperative, lower case, no period. */
  declare readonly help?: string;

  constructor(message: string, options?: ErrorOptions & { readonly help?: string }) {
    super(message, options);
    if (options?.help === undefined) return;
    Object.defineProperty(this, 'summary', { value: message });
    Object.defineProperty(this, 'help', { value: options.help });
  }
}
