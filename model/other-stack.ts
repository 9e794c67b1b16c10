import { type Deployment } from "./deployment";

/** Another stack file of the folder, as far as it could be resolved. */
export interface OtherStack {
  /** The file's path, as it is to be named in a message. */
  readonly file: string;
  readonly deployment: Deployment;
}
