import { type Definition } from "../definition/definition";
import { type Checked } from "./checked";
import { type ExactDefinition } from "./definition";

/**
 * Checks a definition that is written in TypeScript, and returns it unchanged. The compiler refuses an option, a value, a
 * section or a key that is unknown, and a connection to what isn't declared, to a warm standby, to oneself, to a type of server
 * that the application doesn't talk to, or to a listening port that the target doesn't have. All other rules are `resolve`'s.
 */
export function defineDeployment<const Wanted extends ExactDefinition<"open">>(
  definition: Wanted & Checked<Wanted>,
): Definition {
  return definition;
}
