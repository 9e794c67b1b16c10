import { LocalState, type StackState } from "../state";

/**
 * The notice of a program under bare `pulumi` about an interrupted run: the engine names the resources that
 * such a run left in doubt and sends its reader to `pulumi refresh`, which does not remove what was made. Undefined where
 * nothing was cut short, or the state is not a local folder that the environment names.
 */
export function interruptedNotice(
  backendUrl: string | undefined,
  project: string,
  stack: string,
): string | undefined {
  const pending = readable(LocalState.at(backendUrl, project, stack))?.pending ?? [];
  if (pending.length === 0) return undefined;
  return (
    `An earlier run was cut short in ${pending.length} operation(s). Run "./chatstack up --stack ${stack}" instead of this: ` +
    "it removes what that run made and could not write down, compares with the daemon, and continues."
  );
}

/** The engine itself reports a checkpoint that can't be read. */
function readable(state: LocalState | undefined): StackState | undefined {
  try {
    return state?.read();
  } catch {
    return undefined;
  }
}
