import { describeApplication, describePair, describeDeployment } from "../../../render/described-application";
import { type ObjectNames } from "../../../docker/names";
import { filesHash } from "../../../docker/custom-folders";
import { processSettings, settingsHash } from "../../../docker/process-settings";
import { hasSecretForStart, secretNames } from "../../../model/secret-names";
import type { Application, Deployment } from "../../../model/deployment";
import { applicationFile, restartHash } from "../../../render";
import { declaredVolumes } from "../kept-volumes";
import { declared, type Declared } from "../../verify/declared";
import {
  componentTypes,
  type Inputs,
  type ProcessView,
  type StackFrame,
  type StackView,
  tidy,
} from "./stack-view";

/** A stack as its definition declares it. */
export function declaredView(
  deployment: Deployment,
  stack: string,
  names: ObjectNames,
  simulatorImage: string,
  sealed: Readonly<Record<string, string>> | undefined,
): StackView {
  const all = declared(deployment, stack, names, simulatorImage);
  return {
    ...declaredFrame(deployment, names),
    processes: new Map(all.applications.map((one) => [one.application.key, processOf(all, one)])),
    sealed,
  };
}

/** The same without the processes: no file is rendered for it. */
export function declaredFrame(deployment: Deployment, names: ObjectNames): StackFrame {
  const primaries = deployment.applications.filter(({ role }) => role === "primary");
  return {
    deployment: describeDeployment(deployment),
    components: new Map(primaries.map((primary) => [primary.key, componentOf(deployment, primary)])),
    kept: declaredVolumes(deployment, names),
  };
}

function componentOf(deployment: Deployment, primary: Application) {
  const standby = deployment.applications.find(
    ({ serverInfo }) => serverInfo.primaryServer?.application === primary.name,
  );
  const type =
    Object.entries(componentTypes).find(([, known]) => known === primary.type)?.[0] ?? primary.type;
  const inputs =
    primary.type === "ChatServer" ? describePair(primary, standby) : describeApplication(primary);
  return { type, inputs };
}

function processOf({ deployment }: Declared, one: Declared["applications"][number]): ProcessView {
  const { application, container, partner } = one;
  const primary = application.role === "backup" ? partner?.application : undefined;
  const file = deployment.configurationServer ? undefined : applicationFile(deployment, application).text;
  const secrets = deployment.configurationServer ? [] : secretNames(application);
  return {
    key: application.key,
    component: deployment.applications.find(({ name }) => name === primary)?.key ?? application.key,
    type: application.type,
    role: application.role,
    container,
    facts: tidy(factsOf(deployment, one)) as Inputs,
    ...(file !== undefined && { file }),
    secrets,
    startSecrets: hasSecretForStart(application) ? secrets : [],
  };
}

/** The names are the provider's; labels are distinguished by their purpose. */
function factsOf(
  deployment: Deployment,
  { application, image, volumes }: Declared["applications"][number],
): Inputs {
  const { wait, waitTimeout, ...settings } = processSettings(deployment, application);
  return {
    ...settings,
    wait,
    waitTimeout,
    image,
    ports: application.ports
      .flatMap(({ port, publish, address }) =>
        publish === undefined ? [] : [`${address}:${publish}:${port}`],
      )
      .sort(),
    volumes: volumes.map(({ name }) => name).sort(),
    "restart-hash": deployment.configurationServer ? undefined : restartHash(deployment, application),
    "settings-hash": settingsHash(deployment, application),
    "files-hash": filesHash(application),
    application: application.name,
    tenant: tenantLabel(deployment),
  };
}

/** As `components` writes it on everything of a stack. */
function tenantLabel({ tenants }: Deployment): string {
  return tenants.map(({ name }) => name).join(",");
}
