import { oc } from '@orpc/contract';
import { z } from 'zod';

/** A state of a view that a person gave a name. */
export const SavedView = z.object({
  view: z.string().max(40).describe('the view that it belongs to: games'),
  name: z.string().min(1).max(80),
  address: z.string().max(4_000).describe('path and query of its address'),
});
export type SavedView = z.infer<typeof SavedView>;

export const savedViews = {
  list: oc.input(SavedView.pick({ view: true })).output(z.array(SavedView)),
  /** One of the same name becomes this one. */
  save: oc.input(SavedView).output(z.void()),
  remove: oc.input(SavedView.pick({ view: true, name: true })).output(z.void()),
};
