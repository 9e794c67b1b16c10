/** A port that is open on the Docker host. */
export interface Publication {
  readonly application: string;
  readonly port: number;
  readonly address: string;
}

/** Whether two publications can't both be: 0.0.0.0 is every address. Placement is not looked at, since a stack runs on one daemon. */
export function clash(left: Publication, right: Publication): boolean {
  const any = left.address === "0.0.0.0" || right.address === "0.0.0.0";
  return left.port === right.port && (any || left.address === right.address);
}
