/** Exit code of a command: 0 no errors, 1 problems, findings or differences, 2 could not run. */
export type ExitCode = number;

/** Takes the code that the chosen command ends with. */
export type SetExitCode = (code: ExitCode) => void;
