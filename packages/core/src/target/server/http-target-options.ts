import type { ApiName } from '../../spec/api-name.ts';
import type { JsonValue } from '../codec/codec.ts';
import type { RequestShapes } from './request/request-shapes.ts';

/** A server under test and how it is spoken to. Complete: defaults stand where configurations are read. */
export interface HttpTargetOptions {
  /** `http://HOST:PORT`, `https://…`, or `unix:/PATH`. */
  readonly url: string;
  /** Of the run: makes prompts that are sent to learn of the server unlike those of other runs. */
  readonly nonce: string;
  /** Models under test, the first being the main one; empty for all that the server lists. */
  readonly models: readonly string[];
  readonly api: ApiName;
  /** Whether answers come token by token; without, nothing within an answer can be timed. */
  readonly isStreamed: boolean;
  /** The process of the server on this machine, `auto` to find it by its port. It is watched, and never signalled. */
  readonly pid?: number | 'auto';
  /** A server that was started here: its process, which who started it watches, and its command before a port was chosen. */
  readonly own?: { readonly pid: number; readonly command: readonly string[] };
  readonly apiKey?: string;
  /** The environment variable that holds the key, where the configuration names one; for messages. */
  readonly apiKeyVariable?: string;
  /** Sent with every request. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Values that no message may hold, beside the key. */
  readonly secrets?: readonly string[];
  /** Added to the body of every request for text. */
  readonly extraBody?: Readonly<Record<string, JsonValue>>;
  /** How requests are written, shared by the targets of a run; as most servers take them when absent. */
  readonly shapes?: RequestShapes;
  readonly seed?: number;
  /**
   * Whether models are loaded and unloaded by the server's own means. Others who use it lose them meanwhile; not unless
   * given.
   */
  readonly managesModels?: boolean;
  /** Requests in flight at most; `Infinity` for as many as the limit on open files allows. */
  readonly maxConcurrency: number;
  readonly connectTimeoutMs: number;
  readonly requestTimeoutMs: number;
  /** PEM certificates to trust beside those of the system. */
  readonly caCertificates?: readonly string[];
}

/** Bounds that no server of worth comes near. */
export const MAX_HEADER_BYTES = 64 * 1024;

/** Bounds that no server of worth comes near. */
export const MAX_BODY_BYTES = 256 * 2 ** 20;
