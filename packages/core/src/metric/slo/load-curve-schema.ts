import * as z from 'zod';
import { MeasuredNumberSchema, type MeasuredJson } from '../../spec/measured-number.ts';
import { SWEEP_PARAMETERS, type SweepParameter } from '../../stream/stage/stage-load.ts';

/** The result of one level of a sweep. */
export interface LevelResult {
  /** Name of the sweep. */
  sweep: string;
  value: number;
  /** Share of the attempted requests that met every SLO. */
  attainment: number;
  /** False also for a level that was cut off. */
  isMet: boolean;
}

export const LevelResultSchema: z.ZodType<LevelResult, MeasuredJson<LevelResult>> = z.object({
  sweep: z.string(),
  value: z.number().positive(),
  attainment: MeasuredNumberSchema,
  isMet: z.boolean(),
});

/** The result of a sweep; the metrics of its levels are those of their stages. */
export interface LoadCurve {
  /** Name of the sweep. */
  sweep: string;
  parameter: SweepParameter;
  /** SLOs of each request: milliseconds by metric; empty without any. */
  slos: Record<string, number>;
  /** Required share of the requests of a level that meet the SLOs. */
  neededAttainment: number;
  /** The highest level that met the SLOs, below every level that missed them; `NaN` when none met them. */
  highestMet: number;
  /** The lowest level that missed the SLOs; `NaN` when every complete level met them: capacity may be higher than was tried. */
  lowestBroken: number;
  /** Names of the stages, in the order of the runs. */
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
