import { join } from "node:path";
import { LineCounter, parseDocument } from "yaml";
import { tenantPlan, type TenantPlan } from "../../model/tenants/plan";
import { didYouMean } from "../../model/nearest";
import { readTextFile, UnreadableFile } from "../../system/text-file";
import { Failure } from "../../system/failure";

/** Where the ranges stand that tenants are allotted from. */
export const planFile = "tenants.yaml";

const example = `profile: profiles/pair.yaml
publishedPorts: { from: 8400, to: 8999 }
subnets: { within: 10.216.0.0/16, bits: 26 }
dbids: { from: 201, to: 9999 }`;

/** Reads the ranges of a project; all that is wrong with them is said at once, by line. */
export function readPlan(root: string): TenantPlan {
  const lines = new LineCounter();
  const document = parseDocument(textOf(root), { lineCounter: lines, version: "1.2" });
  const at = (offset: number | undefined) => lines.linePos(offset ?? 0).line || 1;
  const broken = document.errors.map(
    (error) => `${planFile}:${at(error.pos[0])}: ${error.message.split("\n")[0]}`,
  );
  if (broken.length > 0) throw new Failure(broken.join("\n"));
  const { data, error } = tenantPlan.safeParse(document.toJS());
  if (data) return data;
  const faults = error.issues.map((issue) => {
    const path = issue.path.map(String);
    const keys = issue.code === "unrecognized_keys" ? issue.keys : [];
    const line = at(offsetOf(document, [...path, ...keys.slice(0, 1)]));
    const where = `${planFile}:${line}: /${[...path, ...keys.slice(0, 1)].join("/")}`;
    if (keys.length === 0) return `${where}: set this to ${issue.message}.`;
    return `${where}: there is no such key. ${didYouMean(keys[0]!, Object.keys(tenantPlan.shape)) ?? ""}`.trimEnd();
  });
  throw new Failure(faults.join("\n"));
}

function textOf(root: string): string {
  try {
    return readTextFile(join(root, planFile), planFile);
  } catch (error) {
    if (error instanceof UnreadableFile) throw new Failure(error.message);
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    throw new Failure(
      `There is no ${planFile} in ${root}, which says what tenants are allotted from. Such as:\n\n${example}\n`,
    );
  }
}

/** Where the nearest part begins that is written. */
function offsetOf(document: ReturnType<typeof parseDocument>, path: readonly string[]): number | undefined {
  for (let depth = path.length; depth >= 0; depth -= 1) {
    const node = document.getIn(path.slice(0, depth), true) as
      { range?: [number, number, number] } | undefined;
    if (node?.range) return node.range[0];
  }
  return undefined;
}
