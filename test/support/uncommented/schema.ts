import { z } from "zod";

const shared = {
  /** Said. */
  said: z.string(),
  unsaid: z.string().optional(),
};

/** A schema that says too little of itself. */
export const schema = z.strictObject({
  /** Inside a map, a list and a union. */
  deep: z.record(z.string(), z.array(z.union([z.string(), z.strictObject(shared)]))).optional(),
  // A note to the reader of the code describes nothing.
  noted: z.boolean(),
});
