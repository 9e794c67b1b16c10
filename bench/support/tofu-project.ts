import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { output } from "../../test/support/process";
import { type PeerPlan, withoutDefaults } from "./peer-plan";
import type { PlannedResource } from "./plan";

/** The provider's names of what the Pulumi SDK has in the plural. */
const singular: Readonly<Record<string, string>> = {
  drops: "drop",
  adds: "add",
  tests: "test",
  ulimits: "ulimit",
  uploads: "upload",
  ipamConfigs: "ipam_config",
};

/** The same Docker objects as an OpenTofu project, with the provider that the Pulumi plugin wraps. */
export class TofuProject {
  private constructor(
    private readonly tofu: string,
    private readonly options: { readonly cwd: string; readonly env: NodeJS.ProcessEnv },
  ) {}

  /** Writes a project. `programs` is the folder of OpenTofu and its provider. */
  static make(programs: string, folder: string, plan: PeerPlan, env: NodeJS.ProcessEnv): TofuProject {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "main.tf.json"), `${JSON.stringify(tofuConfiguration(plan), null, 2)}\n`);
    const settings = join(folder, "settings.tofurc");
    writeFileSync(settings, tofuSettings(join(programs, "provider")));
    const options = { cwd: folder, env: { ...env, TF_CLI_CONFIG_FILE: settings, CHECKPOINT_DISABLE: "1" } };
    return new TofuProject(join(programs, "tofu"), options);
  }

  apply(): Promise<string> {
    return this.run("apply", "-auto-approve", "-input=false");
  }

  destroy(): Promise<string> {
    return this.run("destroy", "-auto-approve", "-input=false");
  }

  private run(...words: string[]): Promise<string> {
    return output(this.tofu, [...words, "-no-color"], this.options);
  }
}

/** The provider's source, of OpenTofu's default registry. */
const source = "kreuzwerker/docker";

/** OpenTofu's settings: the provider comes from a folder, so a project needs no `init`, which would ask the registry. */
function tofuSettings(folder: string): string {
  const override = `${JSON.stringify(source)} = ${JSON.stringify(folder)}`;
  return `provider_installation {\n  dev_overrides {\n    ${override}\n  }\n}\n`;
}

/** A plan in OpenTofu's JSON syntax. */
export function tofuConfiguration({ resources, standbys }: PeerPlan): object {
  const addresses = new Map(resources.map((each) => [each.urn, addressOf(each)]));
  const resource: Record<string, Record<string, object>> = {};
  for (const each of resources) {
    const [type = "", name = ""] = addressOf(each).split(".");
    const inputs = withoutDefaults(each.inputs);
    const standby = each.type === "Container" ? standbys.get(each.name) : undefined;
    const dependencies = each.dependencies.flatMap((urn) => addresses.get(urn) ?? []);
    // An order that the stack's program keeps by itself is not among the dependencies of its plan.
    if (standby !== undefined) dependencies.push(addressOf({ type: "Container", name: standby }));
    (resource[type] ??= {})[name] = {
      ...(converted(inputs) as object),
      ...(inputs.healthcheck !== undefined && { wait: true, wait_timeout: 60 }),
      depends_on: [...new Set(dependencies)],
    };
  }
  return {
    terraform: { required_providers: { docker: { source } } },
    resource,
  };
}

function addressOf({ type, name }: Pick<PlannedResource, "type" | "name">): string {
  return `docker_${type.toLowerCase()}.${name.replace(/\W/g, "_")}`;
}

/** An input with the provider's names; text is not a template. */
function converted(value: unknown, key = ""): unknown {
  if (typeof value === "string") return value.replaceAll("${", () => "$${").replaceAll("%{", "%%{");
  if (Array.isArray(value)) return value.map((each) => converted(each));
  if (value === null || typeof value !== "object") return value;
  // The keys of these are the operator's.
  const isMap = ["tmpfs", "logOpts"].includes(key);
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [isMap ? name : providerName(name), converted(each, name)]),
  );
}

const providerName = (name: string) =>
  singular[name] ?? name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
