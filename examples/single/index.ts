import { ChatDeployment } from "genesys-chat";
import { definition } from "./deployment";

const chat = new ChatDeployment("single", { definition });

/** Where customers' apps reach GMS. */
export const gmsUrls = chat.gmsUrls;
