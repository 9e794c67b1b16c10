export {
  applicationDocument,
  secretPlaceholder,
  type ApplicationDocument,
  type SecretReader,
} from "./application-document";
export { applicationFile, type ApplicationFile } from "./application-file";
export { byCodePoint, canonicalJson, sha256 } from "./canonical";
export { gmsUrls, type GmsUrl } from "./gms-urls";
export { definitionHash, manifest, type Manifest, type ManifestEntry } from "./manifest";
export { optionFile } from "./option-file";
export { outputFiles } from "./output";
export { problemLine, problemLines, problemSummary } from "./problem-text";
export { restartHash } from "./restart-hash";
