import * as pulumi from "@pulumi/pulumi";
import { resolve, type Definition, type Deployment, type LocalFiles, type OtherStack } from "../model";
import { secretNames } from "../model/secret-names";
import { readLocalFiles } from "../system/local-files";
import { deploymentName } from "../docker/names";
import { requireContents } from "./custom-files";
import { validDeployment } from "./valid-deployment";
import type { SharedNetworks } from "./shared-network";
import type { Transform } from "./transform";
import { userError } from "./user-error";

/** What a chat deployment takes besides what is to be deployed. */
export interface CommonChatDeploymentArgs {
  /** The values of the secrets that the definition names, which become encrypted; default none. */
  readonly secrets?: Readonly<Record<string, pulumi.Input<string>>>;
  /** The networks of other stacks whose servers are used, by stack; default what this project's stacks call theirs. */
  readonly sharedNetworks?: SharedNetworks;
  /** Changes inner resources just before they are declared; default none (docs/library.md says what that can break). */
  readonly transform?: Transform;
}

/** A chat deployment from a definition, which is checked before anything is registered. */
export interface DefinedChatDeploymentArgs extends CommonChatDeploymentArgs {
  /** What is wanted; `defineDeployment` has the compiler check it too. */
  readonly definition: Definition;
  /** The own files that the definition names, by their paths there; default read from the project's folder. */
  readonly files?: LocalFiles;
  readonly deployment?: undefined;
}

/** A chat deployment from a definition that has been resolved. */
export interface ResolvedChatDeploymentArgs extends CommonChatDeploymentArgs {
  /** The resolved definition, as `checkedDeployment` returns it: without errors. */
  readonly deployment: Deployment;
  readonly definition?: undefined;
}

/** What a chat deployment is made from. */
export type ChatDeploymentArgs = DefinedChatDeploymentArgs | ResolvedChatDeploymentArgs;

/** What a program has declared already, by its run: a process may run several programs, one after the other. */
const declared = new WeakMap<pulumi.Resource, OtherStack[]>();

/**
 * The deployment to declare. Ends the program, before anything is registered, where the definition has an error, or a
 * secret or an own file is missing.
 */
export function checkedArgs(name: string, args: ChatDeploymentArgs): Deployment {
  requireName(name);
  const run = pulumi.runtime.getStackResource();
  const others = (run && declared.get(run)) ?? [];
  const deployment = args.deployment ?? definedDeployment(args, others);
  requireSecrets(deployment, args);
  requireContents(deployment);
  if (run) declared.set(run, [...others, { file: `the ChatDeployment "${name}"`, deployment }]);
  return deployment;
}

function definedDeployment(
  { definition, files }: DefinedChatDeploymentArgs,
  others: readonly OtherStack[],
): Deployment {
  const folder = pulumi.getRootDirectory() || process.cwd();
  return validDeployment(
    resolve(definition, undefined, { others, files: files ?? readLocalFiles(folder, definition) }),
  );
}

function requireName(name: string): void {
  if (name === pulumi.getStack() || deploymentName.test(name)) return;
  throw userError(
    `A ChatDeployment can't be called "${name}", since containers are called after it. Allowed: letters, digits and "-", ` +
      "or the stack's own name.",
  );
}

/** With delivery by Configuration Server no value of a secret goes anywhere, so none is needed. */
function requireSecrets(
  deployment: Deployment,
  { definition, secrets = {} }: Pick<ChatDeploymentArgs, "definition" | "secrets">,
): void {
  if (deployment.configurationServer) return;
  const missing = [...new Set(deployment.applications.flatMap(secretNames))].filter(
    (name) => !Object.hasOwn(secrets, name),
  );
  if (missing.length === 0) return;
  const remedy = (name: string) =>
    definition
      ? `give it to ChatDeployment, such as secrets: { "${name}": config.requireSecret("${name}") }`
      : `pulumi config set --secret genesys-chat:secrets.${name}`;
  throw userError(missing.map((name) => `secret "${name}" has no value: ${remedy(name)}`).join("\n"));
}
