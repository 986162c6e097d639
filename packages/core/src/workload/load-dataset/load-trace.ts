import type { FileDigest } from '../file-digest.ts';
import type { Conversation } from '../dataset/dataset.ts';
import type { OpenDataset } from '../dataset/open-dataset.ts';
import { arrivalsOf } from '../dataset/time/arrivals-of.ts';
import type { TimeWindow } from '../dataset/time/cut-time.ts';
import { sendableConversations, Surveyor, type DatasetSurvey } from './dataset-survey.ts';
import { GrowingNumbers } from './growing-numbers.ts';
import { scaledTurns, type TurnScaling } from './scaled-turns.ts';
import { lengthsOfTurns, sumOfLengths } from './turn-lengths.ts';
import { turnsInTime, type TimedTurn } from './turns-in-time.ts';

/** The requests of a trace stage, at their times. Only the times are in memory: a request is read when it is sent. */
export interface LoadTrace {
  readonly path: string;
  /** Name of its format. */
  readonly format: string;
  /** Of the file as far as the part needs, rows out of order included. */
  readonly digest: FileDigest;
  /** Of the rows up to the last request. */
  readonly survey: DatasetSurvey;
  /** Arrival of each request after the first, nanoseconds, ascending. */
  readonly atNs: Float64Array;
  /** Tokens of all requests, prompts and output; without outputs that the trace does not set. */
  readonly tokens: number;
  /** Requests without a length of output. */
  readonly unsetOutputs: number;
  /** Reads the requests again, from the first. */
  readonly turns: () => Iterable<TimedTurn>;
}

/** Which part of a trace is replayed. */
export interface TracePart extends TimeWindow {
  /** Maximum number of requests, the first of the part. */
  readonly most: number;
  /** How its arrivals are changed; as recorded when absent. */
  readonly scaling?: TurnScaling;
}

/**
 * Reads the times of a trace.
 * @throws {ConfigError} when it has no times, is too far out of order, or has nothing to send
 */
export function readTrace(
  dataset: OpenDataset,
  { most, scaling, ...window }: TracePart,
): LoadTrace {
  const { path } = dataset;
  const surveyor = new Surveyor();
  const times = new GrowingNumbers();
  const lengths = new WeakMap<Conversation, ReturnType<typeof lengthsOfTurns>>();
  let tokens = 0;
  let unsetOutputs = 0;
  const arrivals = (conversations: Iterable<Conversation>): Iterable<TimedTurn> => {
    const turns = turnsInTime(conversations, path);
    return scaling === undefined ? turns : scaledTurns(turns, scaling);
  };
  for (const { conversation, place, atNs } of arrivals(
    surveyor.conversations(arrivalsOf(dataset, window)),
  )) {
    const ofTurns = lengths.get(conversation) ?? lengthsOfTurns(conversation);
    lengths.set(conversation, ofTurns);
    const ofTurn = ofTurns[place];
    if (ofTurn !== undefined) {
      tokens += sumOfLengths(ofTurn);
      if (Number.isNaN(ofTurn.outputTokens)) unsetOutputs += 1;
    }
    times.push(atNs);
    if (times.length === most) break;
  }
  return {
    path,
    format: dataset.format.name,
    digest: dataset.digest(),
    survey: surveyor.survey(dataset),
    atNs: times.read(),
    tokens,
    unsetOutputs,
    turns: () => arrivals(sendableConversations(arrivalsOf(dataset, window))),
  };
}
