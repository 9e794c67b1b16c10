export { defineDeployment } from "./define-deployment";
export { type ExactDefinition } from "./definition";
export { type ExactOptions } from "./options";
export { unlisted } from "./unlisted";
