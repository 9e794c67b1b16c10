export {
  applicationDocument,
  secretPlaceholder,
  type ApplicationDocument,
  type SecretReader,
} from "./application-document";
export { annotation } from "./annotation";
export { applicationFile, type ApplicationFile } from "./application-file";
export { applicationObject, type ApplicationObject } from "./application-object";
export { byCodePoint, canonicalJson, sha256 } from "./canonical";
export { dot } from "./diagram/dot";
export { mermaidDiagram } from "./diagram/mermaid";
export { type Diagram, diagramOf, isBack, type LiveState, typeLabels } from "./diagram/topology-diagram";
export { gmsUrls, hostAddress, type GmsUrl } from "./gms-urls";
export { definitionHash, manifest, type Manifest, type ManifestEntry, type ManifestFile } from "./manifest";
export { optionFile } from "./option-file";
export { objectFileNames, outputFiles, type OutputFormat, outputFormats, type UpdateBase } from "./output";
export { type Paint, plain, printable, type Tone } from "./printable";
export {
  everyProblemLine,
  placeLines,
  problemLine,
  problemLines,
  problemSummary,
  problemWords,
  silencedLines,
} from "./problem-text";
export { restartHash } from "./restart-hash";
export { startArguments } from "./start-arguments";
