import { paths } from "../../docker/container-policy";
import type { ObjectNames } from "../../docker/names";
import type { ApplicationType, Deployment } from "../../model/deployment";
import { componentTypes, type KeptVolume } from "./difference/stack-view";
import { labelOf, nameOf, ownerOf } from "../../engine/resource";
import type { StateResource } from "../../engine/state";
import { volumesOf } from "../verify/declared";

/** Those that a definition has. */
export function declaredVolumes(deployment: Deployment, names: ObjectNames): KeptVolume[] {
  return deployment.applications.flatMap((application) =>
    volumesOf(deployment, application, names).flatMap(({ name, role }) =>
      isKept(role) ? [{ name, application: application.key, type: application.type, holds: role }] : [],
    ),
  );
}

/** Those among the resources of a state, or of a preview's steps. */
export function deployedVolumes(
  resources: readonly Pick<StateResource, "urn" | "type" | "inputs">[],
): KeptVolume[] {
  return resources.flatMap(({ urn, type, inputs = {} }) => {
    const holds = labelOf(inputs, "role");
    if (type !== "docker:index/volume:Volume" || !isKept(holds)) return [];
    const { application = nameOf(urn), path = paths.data } = ofVolume.exec(nameOf(urn))?.groups ?? {};
    return [{ name: String(inputs.name), application, type: componentTypes[ownerOf(urn)], holds, path }];
  });
}

/** How a volume's resource is called: after its Application, and its path if it has several. */
const ofVolume = /^(?<application>.+?)-(?:data|writable:(?<path>.*))$/;

/** Those that an update removes with what is in them: none is ever replaced, since its labels stay as it got them. */
export function lostVolumes(before: readonly KeptVolume[], after: readonly KeptVolume[]): KeptVolume[] {
  return before.filter(({ name }) => !after.some((kept) => kept.name === name));
}

/** What is lost with a volume, in a sentence. */
export function lossSentence({ application, type, holds, name }: KeptVolume): string {
  return `${application} loses ${contentsOf(holds, type)}: the volume ${name} is removed.`;
}

function contentsOf(holds: KeptVolume["holds"], type: ApplicationType | undefined): string {
  if (holds === "writable") return "what it wrote into its writable paths";
  return type === "ContactServer"
    ? "all stored transcripts, and with them every chat that a standby would restore"
    : "the data of its services, and customers have to start their chats again";
}

function isKept(role: string | undefined): role is KeptVolume["holds"] {
  return role === "data" || role === "writable";
}
