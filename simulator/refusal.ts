/**
 * A request that is answered with an error on purpose. Thrown anywhere below a route, answered by the port as
 * `{"error": message, "hop": hop, ...detail}`.
 */
export class Refusal extends Error {
  /**
   * @param status the HTTP status
   * @param message one sentence for the caller; never an option's value or a secret
   * @param hop the two ends of the link that failed, such as `GMS -> WebAPI`
   * @param detail further fields of the answer, for the calling process
   */
  constructor(
    readonly status: number,
    message: string,
    readonly hop?: string,
    readonly detail: Readonly<Record<string, unknown>> = {},
  ) {
    super(message);
  }

  /** The answer's body. */
  body(): Record<string, unknown> {
    return { error: this.message, ...(this.hop === undefined ? {} : { hop: this.hop }), ...this.detail };
  }
}
