import { z } from "zod";
import { application } from "./application";

/** Genesys Mobile Services (seed, Genesys Mobile Services Configuration): the server that customers' apps talk to. */
export const mobileServices = z.strictObject(application);
