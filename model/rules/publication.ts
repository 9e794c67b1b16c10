/** A port of the Docker host, on one of its addresses. */
export interface HostPort {
  readonly port: number;
  readonly address: string;
}

/** A port that is open on the Docker host. */
export interface Publication extends HostPort {
  readonly application: string;
}

/** Whether two publications can't both be: 0.0.0.0 is every address. Placement is not looked at, since a stack runs on one daemon. */
export function clash(left: HostPort, right: HostPort): boolean {
  const any = left.address === "0.0.0.0" || right.address === "0.0.0.0";
  return left.port === right.port && (any || left.address === right.address);
}
