import type * as docker from "@pulumi/docker";
import type { Application, Deployment } from "../model/deployment";
import type { InnerResources, Part } from "./inner-resources";
import { mountPointsIn, customFolders, shortHash, type CustomFolder } from "../docker/custom-folders";
import { userError } from "./user-error";

type Upload = docker.types.input.ContainerUpload;

/**
 * Declares the volumes of an application's own files and writable paths, and the carrier that fills them. It is made from
 * the application's own image, so that Docker fills each empty volume from the image's folder of that name: the image's other files
 * stay visible. Own files are mounted read-only, in volumes that never change; writable paths are kept over replacements.
 */
export function customFiles(inner: InnerResources): Part {
  const { application, placement } = inner;
  const { host } = application.serverInfo;
  const folders = customFolders(application);
  const writable = application.process?.writablePaths ?? [];
  if (folders.length + writable.length === 0 || application.image === undefined) {
    return { volumes: [], carriers: [] };
  }
  const mounts = [
    ...folders.map((folder) => ({ path: folder.path, volume: filesVolume(inner, folder), readOnly: true })),
    ...writable.map((path) => ({ path, volume: writableVolume(inner, path), readOnly: false })),
  ];
  const carrier = inner.carrier("filesCarrier", `${application.key}-files-carrier`, {
    name: placement.names.filesCarrier(host),
    image: application.image,
    labels: inner.labels("files-carrier"),
    volumes: mounts.map(({ path, volume }) => ({ volumeName: volume.name, containerPath: path })),
    uploads: [...folders.flatMap(uploadsOf), ...writable.map((path) => folderUpload(path, "0777"))],
  });
  return {
    volumes: mounts.map(({ path, volume, readOnly }) => ({
      volumeName: volume.name,
      containerPath: path,
      ...(readOnly && { readOnly }),
    })),
    carriers: [carrier],
  };
}

/** Ends the program if a custom file was not read; runs before the first resource is registered. */
export function requireContents({ applications }: Deployment): void {
  const unread = applications.flatMap((application) => unreadFiles(application));
  if (unread.length === 0) return;
  throw userError(
    [
      ...unread,
      "Give ChatDeployment the definition, which reads own files itself, or resolve it with `files: readLocalFiles(...)`.",
    ].join("\n"),
  );
}

function unreadFiles({ name, role, process }: Application): string[] {
  // A standby has its primary's.
  if (role === "backup") return [];
  const unread = (process?.files ?? []).filter(({ content }) => content?.base64 === undefined);
  return unread.map(
    ({ path, source }) =>
      `${name} needs ${source} as ${path}, but ${source} was not read. Pass its content in \`files\`.`,
  );
}

function filesVolume(inner: InnerResources, { path, hash }: CustomFolder): docker.Volume {
  const { application, placement } = inner;
  const name = placement.names.filesVolume(application.serverInfo.host, hash);
  return inner.volume("filesVolume", `${application.key}-files:${path}`, name, "files", { path });
}

function writableVolume(inner: InnerResources, path: string): docker.Volume {
  const { application, placement } = inner;
  const name = placement.names.writableVolume(application.serverInfo.host, shortHash(path));
  return inner.volume("writableVolume", `${application.key}-writable:${path}`, name, "writable", { path });
}

/** Custom files are owned by root and readable by every account. */
function uploadsOf({ path, files }: CustomFolder): Upload[] {
  return [
    ...mountPointsIn(path).map((folder) => folderUpload(folder, "0755")),
    ...files.map((file) => ({
      file: file.path,
      contentBase64: file.content?.base64 ?? "",
      permissions: "0444",
    })),
  ];
}

/**
 * Makes a folder, or sets the permissions of one that is there: a volume's own folder is root's where the image has none, and
 * the account of a container does not help (see `carrier`). The provider knows files only; a name that ends in a slash is a
 * folder's in an archive, and a line break is nothing in Base64, yet not the empty text that the provider refuses.
 */
function folderUpload(path: string, permissions: string): Upload {
  return { file: `${path}/`, contentBase64: "\n", permissions };
}
