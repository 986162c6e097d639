import type { SpeechOptions } from '../codec/audio/speech-options.ts';
import type { Codec } from '../codec/codec.ts';
import type { ApiName } from '../../spec/api-name.ts';
import type { JsonObject } from '../../spec/content/json-value.ts';
import type { ItemResults } from '../codec/codec.ts';
import type { AffinityOptions } from './session/affinity.ts';
import type { ReplicaOptions } from './session/replicas.ts';
import type { RequestShapes } from './request/request-shapes.ts';

/** A server under test and how to use it. Complete: defaults are applied when the configuration is parsed. */
export interface HttpTargetOptions {
  /** `http://HOST:PORT`, `https://…`, or `unix:/PATH`. */
  readonly url: string;
  /** Like servers that share the load, `url` first; one server when absent. */
  readonly replicas?: ReplicaOptions;
  /** Of the run: makes the prompts that probe the server unlike those of other runs. */
  readonly nonce: string;
  /** Models under test, the main one first; empty for all that the server lists. */
  readonly models: readonly string[];
  /** Other models that requests of the load name; a server that lists its models must have them. None when absent. */
  readonly mixedModels?: readonly string[];
  readonly api: ApiName;
  /** The codec of the user, in place of that of `api`. */
  readonly codec?: Codec;
  /** Whether responses are streamed; otherwise nothing within a response has a timestamp. */
  readonly isStreamed: boolean;
  /** The process of the server on this machine, `auto` to find it by its port. It is watched and never signaled. */
  readonly pid?: number | 'auto';
  /** A server that Loadcell started: its process, which its starter watches, and its command before a port was chosen. */
  readonly own?: { readonly pid: number; readonly command: readonly string[] };
  readonly apiKey?: string;
  /** The environment variable with the key, where the configuration names one; for messages. */
  readonly apiKeyVariable?: string;
  /** Sent with every request. */
  readonly headers?: Readonly<Record<string, string>>;
  /** How requests of one conversation reach the same replica; they are sent like others when absent. */
  readonly affinity?: AffinityOptions;
  /** Values besides the key that no message may contain. */
  readonly secrets?: readonly string[];
  /** How speech is requested; in WAV when absent. */
  readonly speech?: SpeechOptions;
  /** How results of inputs are requested; as the server does when absent. */
  readonly results?: ItemResults;
  /** Added to the body of every request for text. */
  readonly extraBody?: JsonObject;
  /** The form of requests, shared by the targets of a run; the most common form when absent. */
  readonly shapes?: RequestShapes;
  readonly seed?: number;
  /**
   * Whether models are loaded and unloaded through the server's API. Other users of the server lose its models during the run,
   * so it is off when absent.
   */
  readonly managesModels?: boolean;
  /** Requests in flight at most; `Infinity` for as many as the limit on open files allows. */
  readonly maxConcurrency: number;
  readonly connectTimeoutMs: number;
  readonly requestTimeoutMs: number;
  /** IP addresses of this machine to connect from, in turn. */
  readonly sourceAddresses?: readonly string[];
  /** PEM certificates to trust besides those of the system. */
  readonly caCertificates?: readonly string[];
}

/** Maximum size of a response header; real servers stay far below. */
export const MAX_HEADER_BYTES = 64 * 1024;

/** Maximum size of a response body; real servers stay far below. */
export const MAX_BODY_BYTES = 256 * 2 ** 20;
