import { Document, isMap, isScalar, type Pair, type Scalar, visit } from "yaml";
import type { Allocation } from "../../model/tenants/allocation";
import type { PublishedPort } from "../../model/tenants/allocated";
import { defaultPorts } from "../../model/defaults";
import { project } from "../../system/project";
import { type Setting, withSettings } from "./setting";

/** What a tenant's stack file is made of. */
export interface NewStack {
  readonly stack: string;
  readonly profile: string;
  /** The tenants of the profile, which this one is put in the place of. */
  readonly profileTenants: readonly string[];
  readonly allotment: Allocation;
  /** The ports that the allotted numbers are for, in the same order. */
  readonly published: readonly PublishedPort[];
  readonly settings: readonly Setting[];
}

/** Words that some reader of YAML takes for something else than a text. */
const plainText = /^(?!(?:y|yes|n|no|on|off|true|false|null)$)[A-Za-z][A-Za-z0-9_./:-]*$|^[\d.]+\/\d+$/i;

/** A tenant's stack file as an operator would write it: what is its own, and why. */
export function stackText(plan: NewStack): string {
  const { stack, profile, allotment, settings } = plan;
  const { namePrefix, tenant, dbid, subnet } = allotment;
  const others = plan.profileTenants.filter((name) => name !== tenant);
  const definition = withSettings(
    {
      extend: profile,
      namePrefix,
      tenants: { ...Object.fromEntries(others.map((name) => [name, null])), [tenant]: { dbid } },
      network: { subnet },
    },
    [...publishSettings(plan), ...settings],
  );
  const document = new Document({ config: { [`${project}:deployment`]: definition } });
  document.contents!.commentBefore =
    " yaml-language-server: $schema=docs/reference/stack.schema.json\n" +
    ` Tenant ${stack}, added by ./chatstack tenants add. All other values are in ${profile}.`;
  comment(
    document,
    "namePrefix",
    " Allotted from the ranges of tenants.yaml; no other stack of this folder has them.",
  );
  layOut(document);
  return document.toString({ lineWidth: 110, nullStr: "~", flowCollectionPadding: true });
}

/** The published numbers; a port that the profile does not state is stated completely. */
function publishSettings({ allotment, published }: NewStack): Setting[] {
  return published.map(({ path, isStated }, index) => {
    const publish = allotment.ports[index]!;
    if (isStated) return { path, value: publish };
    const { port, protocol } = defaultPorts.GenesysMobileServices.default;
    return { path: path.slice(0, -1), value: { port, protocol, publish } };
  });
}

function comment(document: Document, key: string, text: string): void {
  visit(document, {
    Pair(_, pair: Pair) {
      if (isScalar(pair.key) && pair.key.value === key) pair.key.commentBefore = text;
    },
  });
}

/** Small maps in one line, as the stack files of the repository have them; doubtful texts quoted. */
function layOut(document: Document): void {
  visit(document, {
    Map(_, node, ancestors) {
      const depth = ancestors.filter(isMap).length;
      const key = (ancestors.at(-1) as Partial<Pair<Scalar>>).key?.value;
      if (depth >= 4 || key === "tenants" || key === "network") node.flow = true;
    },
    Scalar(_, node) {
      if (
        typeof node.value === "string" &&
        !plainText.test(node.value) &&
        !node.value.startsWith(`${project}:`)
      )
        node.type = "QUOTE_DOUBLE";
    },
  });
}
