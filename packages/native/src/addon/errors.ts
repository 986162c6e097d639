/** Base of all errors of this package: a stable code and a message with a fix. */
export class NativeError extends Error {
  /** Stable identifier for programs. */
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.name = new.target.name;
  }
}

/** Why the addon is not available. */
export type NativeLoadFailure =
  /** No binary exists for this platform, or a bundle lacks this package. */
  | 'NATIVE_MISSING'
  /** The runtime does not permit loading or reading native code. */
  | 'NATIVE_DENIED'
  /** A binary exists and the system did not load it; the cause has the reason. */
  | 'NATIVE_BROKEN'
  /** The binary belongs to another version of this package. */
  | 'NATIVE_MISMATCH';

/** Options of a {@link NativeLoadError}. */
export interface NativeLoadErrorOptions extends ErrorOptions {
  /** The fix: an imperative, lower case, no period. */
  readonly help: string;
}

/** The addon could not be loaded. The message has the reason and the fix. */
export class NativeLoadError extends NativeError {
  override readonly code: NativeLoadFailure;
  /** The reason, as one sentence. */
  declare readonly summary: string;
  /** The fix. */
  declare readonly help: string;

  constructor(code: NativeLoadFailure, summary: string, options: NativeLoadErrorOptions) {
    const { help } = options;
    super(code, `${summary} ${help.charAt(0).toUpperCase()}${help.slice(1)}.`, options);
    this.code = code;
    // Not enumerable: the message contains both, and a printed error would repeat them.
    Object.defineProperty(this, 'summary', { value: summary });
    Object.defineProperty(this, 'help', { value: help });
  }
}
