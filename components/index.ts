export { ChatDeployment, type ApplicationOutput, type ChatDeploymentArgs } from "./chat-deployment";
export { ChatServer } from "./chat-server";
export { ContactServer } from "./contact-server";
export { InteractionServer } from "./interaction-server";
export { MobileServices } from "./mobile-services";
export { WebApiServer } from "./web-api-server";
export { assertFreshBuild } from "./fresh-build";
export { checkedDeployment, stackSecrets } from "./stack-definition";
