import { z } from "zod";
import { application } from "./application";

/** An Orchestration Server: fetches the SCXML application of a service when the service begins (seed, section service.request-chat-poll). */
export const orchestrationServer = z.strictObject(application);
