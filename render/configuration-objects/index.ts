export * from "./configuration-objects";
export { commandLineText, commandLineWords } from "./command-line";
export { type ApplicationSettings, containerSettings, type ContainerSettings } from "./container-settings";
export { differenceOfObjects, isPlaceholder, secretNameOf } from "./difference";
export type { ObjectsDifference, ServerDifference } from "./difference";
export { type LeftOutPart, type ObjectsReading, type StructureProblem, UnreadableObjects } from "./reading";
export { typeNumbers, typeOfNumber } from "./enumerations";
export { configurationObjects, defaultWorkingDirectory, productTimeout } from "./servers";
export { defaultCommandLine, noArguments } from "./servers";
