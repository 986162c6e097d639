import * as z from 'zod';
import { MeasuredNumberSchema, type MeasuredJson } from '../../spec/measured-number.ts';
import { SWEEP_PARAMETERS, type SweepParameter } from '../../stream/stage/stage-load.ts';

/** How a level of a sweep came out. */
export interface LevelResult {
  /** Name of the sweep. */
  sweep: string;
  value: number;
  /** Share of the attempted requests that met every SLO. */
  attainment: number;
  /** False also of a level that was cut off. */
  isMet: boolean;
}

export const LevelResultSchema: z.ZodType<LevelResult, MeasuredJson<LevelResult>> = z.object({
  sweep: z.string(),
  value: z.number().positive(),
  attainment: MeasuredNumberSchema,
  isMet: z.boolean(),
});

/** What a sweep found; the figures of its levels are those of their stages. */
export interface LoadCurve {
  /** Name of the sweep. */
  sweep: string;
  parameter: SweepParameter;
  /** SLOs of each request: milliseconds by metric; empty where none were set. */
  slos: Record<string, number>;
  /** Share of the requests of a level that had to meet them. */
  neededAttainment: number;
  /** The highest level that met them, below every one that did not; `NaN` when none did. */
  highestMet: number;
  /** The lowest level that did not; `NaN` when all that ran to their end did: the server may sustain more than was tried. */
  lowestBroken: number;
  /** Names of the stages, in the order in which they were tried. */
  levels: string[];
}

/** Reads and writes a curve in results.json. */
export const LoadCurveSchema: z.ZodType<LoadCurve, MeasuredJson<LoadCurve>> = z.object({
  sweep: z.string(),
  parameter: z.enum(SWEEP_PARAMETERS),
  slos: z.record(z.string(), MeasuredNumberSchema),
  neededAttainment: MeasuredNumberSchema,
  highestMet: MeasuredNumberSchema,
  lowestBroken: MeasuredNumberSchema,
  levels: z.array(z.string()),
});
