/** What a Pulumi program that depends on this package has: docs/library.md. */
export {
  type ChatDeploymentArgs,
  type DefinedChatDeploymentArgs,
  type ResolvedChatDeploymentArgs,
} from "./chat-deployment-args";
export { ChatDeployment, type ApplicationOutput } from "./chat-deployment";
export { type ApplicationProcess } from "./application";
export { ChatServer } from "./chat-server";
export { ContactServer } from "./contact-server";
export { InteractionServer } from "./interaction-server";
export { OrchestrationServer } from "./orchestration-server";
export { MobileServices } from "./mobile-services";
export { WebApiServer } from "./web-api-server";
export { type DeploymentContext, type DeploymentContext as Placement } from "./deployment-context";
export {
  assertHostAvailable,
  /** The name of earlier releases. */
  assertHostAvailable as requirePlaces,
} from "./host-availability";
export { readLocalFiles } from "../system/local-files";
export { simulatorImage } from "../system/simulator-image";
export { checkedDeployment, stackSecrets } from "./stack-definition";
export {
  type InnerResource,
  type InnerResourceArgs,
  type Transform,
  type TransformableArgs,
  type TransformableOptions,
  type Transformation,
  type Transformed,
} from "./transform";
export { defineDeployment, type ExactDefinition } from "../model/exact";
export {
  resolve,
  type Application,
  type Definition,
  type Deployment,
  type LocalFiles,
  type Problem,
  type Resolution,
  type ResolveContext,
} from "../model";
