import { z } from "zod";
import { application } from "./application";

/** An Interaction Server: takes submitted chats, and links back to the `ESP` port of every primary that submits to it (DeployChat). */
export const interactionServer = z.strictObject(application);
