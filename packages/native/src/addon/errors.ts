/** The base of every error of the native side: a stable code, and a message that says what to do. */
export class NativeError extends Error {
  /** Stable identifier, for programs. */
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.name = new.target.name;
  }
}

/** Why the addon is not there. */
export type NativeLoadFailure =
  /** No binary fits this platform, or a bundle was made without this package. */
  | 'NATIVE_MISSING'
  /** The runtime was told to load no native code, or not to read it. */
  | 'NATIVE_DENIED'
  /** A binary is there and the system would not load it; the cause says why. */
  | 'NATIVE_BROKEN'
  /** A binary was loaded that belongs to another version of this package. */
  | 'NATIVE_MISMATCH';

/** What a {@link NativeLoadError} carries besides what happened. */
export interface NativeLoadErrorOptions extends ErrorOptions {
  /** What to do: an imperative, lower case, no period. */
  readonly help: string;
}

/** The addon could not be loaded: why, and what to do. The message has both. */
export class NativeLoadError extends NativeError {
  override readonly code: NativeLoadFailure;
  /** Why, as one sentence. */
  declare readonly summary: string;
  /** What to do. */
  declare readonly help: string;

  constructor(code: NativeLoadFailure, summary: string, options: NativeLoadErrorOptions) {
    const { help } = options;
    super(code, `${summary} ${help.charAt(0).toUpperCase()}${help.slice(1)}.`, options);
    this.code = code;
    // Not enumerable: the message holds them, and a printed error shows it once.
    Object.defineProperty(this, 'summary', { value: summary });
    Object.defineProperty(this, 'help', { value: help });
  }
}
