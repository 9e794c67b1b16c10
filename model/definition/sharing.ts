import { z } from "zod";
import { line } from "./scalar";

/** A network in which other stacks of the folder reach Interaction Servers of this one. */
export const sharedNetwork = z.strictObject({
  /** In CIDR notation; room for what is shared and for the Chat Servers of every stack that uses it. No default. */
  subnet: line("a subnet such as 10.217.0.0/24"),
  /** The Interaction Servers that are shared, by name; at least one. */
  applications: z.array(z.string({ error: "an Interaction Server's name" })).readonly(),
});

/** An Interaction Server that another stack of the folder runs and shares. */
export const sharedServer = z.strictObject({
  /** The stack that shares it, such as `hub` of Pulumi.hub.yaml. */
  stack: line("a stack's name"),
  /** Its name in that stack's definition; default the name that it has here. */
  application: line("an Interaction Server's name").optional(),
});
