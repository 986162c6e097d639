import * as z from 'zod';
import { createRandom } from '../../../workload/random.ts';

/** Weights of models by name: the share of a model is its weight over the sum of all. */
export type ModelMix = Readonly<Record<string, number>>;

export const ModelMixSchema: z.ZodType<ModelMix, Record<string, number>> = z
  .record(z.string().min(1), z.number().positive())
  .refine((models) => Object.keys(models).length > 0, 'expected at least one model');

/** Draws the model of the next request, or of the next conversation, all of whose turns have it. */
export type DrawModel = () => string;

/** Draws models for a stage, from a separate random stream: no other draw depends on it. */
export function createModelDraw(seed: number, stage: string, models: ModelMix): DrawModel {
  const random = createRandom(seed, `models of ${stage}`);
  const weights = Object.entries(models);
  const total = weights.reduce((sum, [, weight]) => sum + weight, 0);
  return () => {
    let left = random.fraction() * total;
    const drawn = weights.find(([, weight]) => {
      left -= weight;
      return left < 0;
    });
    // Rounding may leave nothing for the last one.
    const [name = ''] = drawn ?? weights.at(-1) ?? [];
    return name;
  };
}
