import type { Application, CustomFile, Deployment } from "../model/deployment";
import { byCodePoint, canonicalJson } from "./canonical";

/*
 * The resolved Deployment as the state keeps it (docs/adr/0046-resolved-deployment-in-the-state.md): each component records its own
 * Applications, and ChatDeployment the rest. Canonical JSON, so that equal deployments are equal texts.
 */

/** The output of every component that holds its part of the record. */
export const recordOutput = "deployed";

/** The part of a Deployment that belongs to no single application. */
export type DeploymentFrame = Omit<Deployment, "applications">;

/** The version of the record; a reader that doesn't know it treats the record as missing. */
const format = 1;

/** Writes what a component has deployed: its primary first, then the standby if there is one. */
export function applicationsRecord(applications: readonly Application[]): string {
  return canonicalJson({ format, applications: applications.map(withoutContents) });
}

/** Writes what ChatDeployment has deployed besides the applications. */
export function frameRecord({ applications: _, ...frame }: Deployment): string {
  return canonicalJson({ format, deployment: frame });
}

/** The Applications of a component's record; undefined if it is missing or of another format. */
export function recordedApplications(record: unknown): readonly Application[] | undefined {
  return contentsOf<{ applications: Application[] }>(record)?.applications;
}

/** The Deployment of all components' records; undefined if one is missing or of another format. */
export function recordedDeployment(frame: unknown, applications: readonly unknown[]): Deployment | undefined {
  const rest = contentsOf<{ deployment: DeploymentFrame }>(frame)?.deployment;
  const read = applications.map(recordedApplications);
  if (rest === undefined || read.includes(undefined)) return undefined;
  const all = read.flatMap((each) => each ?? []);
  return { ...rest, applications: all.sort((a, b) => byCodePoint(a.key, b.key)) };
}

function contentsOf<T>(record: unknown): T | undefined {
  if (typeof record !== "string") return undefined;
  const contents = JSON.parse(record) as { format: number } & T;
  return contents.format === format ? contents : undefined;
}

/** Secrets are names already; of custom files only the hash is kept. */
function withoutContents(application: Application): Application {
  const files = application.process?.files?.map(withoutContent);
  return files ? { ...application, process: { ...application.process, files } } : application;
}

function withoutContent({ content, ...file }: CustomFile): CustomFile {
  return content ? { ...file, content: { sha256: content.sha256 } } : file;
}
