import { secretNames } from "../../model/secret-names";
import { linkedUsers } from "../../model/sharing";
import { fileOf, type StackFolder } from "../../system/stack-file";
import { gmsUrls, problemSummary } from "../../render";
import { Failure } from "../../system/failure";

/** What a tenant has for itself, and what it needs. */
export interface TenantDescription {
  readonly version: 1;
  readonly stack: string;
  /** Its file, and those that it extends. */
  readonly files: readonly string[];
  readonly namePrefix: string;
  readonly tenants: readonly { readonly name: string; readonly dbid: number }[];
  readonly subnet: string;
  readonly published: readonly {
    readonly application: string;
    readonly port: string;
    readonly address: string;
    readonly publish: number;
  }[];
  readonly urls: readonly string[];
  /** The servers of other stacks that it uses, such as `hub/InteractionServer`. */
  readonly uses: readonly string[];
  /** The Chat Servers of other stacks that use what it shares, such as `north/North_ChatServer1`. */
  readonly usedBy: readonly string[];
  /** The names of its secrets, and whether each has a value. */
  readonly secrets: readonly { readonly name: string; readonly set: boolean }[];
}

/** Describes one tenant of a folder. */
export function describeTenant(folder: StackFolder, stack: string): TenantDescription {
  const { deployment, problems, files } = folder.resolve(stack);
  const missing = problems.some(({ rule }) => rule === "secret-set");
  if (!deployment) {
    const hint = missing
      ? ` A secret has no value: pulumi config set --stack ${stack} --secret genesys-chat:secrets.<name>.`
      : "";
    throw new Failure(
      `${fileOf(stack)}: ${problemSummary(problems)}. "./chatstack validate --stack ${stack}" shows them.${hint}`,
      1,
    );
  }
  const set = folder.chain(stack).source?.secrets ?? new Set<string>();
  const names = [...new Set(deployment.applications.flatMap(secretNames))].sort();
  return {
    version: 1,
    stack,
    files,
    namePrefix: deployment.namePrefix,
    tenants: deployment.tenants,
    subnet: deployment.network.subnet,
    published: deployment.applications.flatMap(({ name, ports }) =>
      ports.flatMap(({ id, publish, address }) =>
        publish === undefined ? [] : [{ application: name, port: id, address, publish }],
      ),
    ),
    urls: gmsUrls(deployment).map(({ url }) => url),
    uses: deployment.externalServers.flatMap(({ shared }) =>
      shared ? [`${shared.stack}/${shared.application}`] : [],
    ),
    usedBy: linkedUsers(deployment),
    secrets: names.map((name) => ({ name, set: set.has(name) })),
  };
}

/** The description as a terminal shows it. */
export function descriptionText(tenant: TenantDescription, passphrase: string | undefined): string {
  const rows: [string, string][] = [
    ["files", tenant.files.join(" extends ")],
    ["name prefix", tenant.namePrefix || "none"],
    ["tenants", tenant.tenants.map(({ name, dbid }) => `${name} (DBID ${dbid})`).join(", ")],
    ["subnet", tenant.subnet],
    [
      "published",
      tenant.published
        .map(({ application, port, address, publish }) => `${application} ${port} on ${address}:${publish}`)
        .join(", ") || "nothing",
    ],
    ["GMS", tenant.urls.join(", ") || "not published"],
    [
      "secrets",
      tenant.secrets.map(({ name, set }) => `${name}${set ? "" : " (no value yet)"}`).join(", ") || "none",
    ],
    ...(tenant.uses.length > 0 ? [["uses", tenant.uses.join(", ")] as [string, string]] : []),
    ...(tenant.usedBy.length > 0 ? [["used by", tenant.usedBy.join(", ")] as [string, string]] : []),
    ["passphrase", passphrase ?? "not its own: what is set for all stacks"],
  ];
  return rows.map(([what, value]) => `${`${what}:`.padEnd(13)}${value}\n`).join("");
}
