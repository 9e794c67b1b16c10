/** Something the operator can act on: printed as it is, without a stack trace; the command ends with its exit code. */
export class Failure extends Error {
  constructor(
    message: string,
    /** 1: findings; 2: could not run (design contract, section 7). */
    readonly exitCode: 1 | 2 = 2,
  ) {
    super(message);
  }
}
