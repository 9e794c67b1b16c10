import { z } from "zod";
import { application } from "./application";

/** A Universal Contact Server: keeps the transcripts that a standby restores sessions from (DeployHA-814). */
export const contactServer = z.strictObject(application);
