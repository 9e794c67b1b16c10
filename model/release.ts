/** What a release looks like: `8.1.100.28` in full, `8.1.1` or `8.1.100` for its family. */
export const releasePattern = /^\d{1,3}\.\d{1,3}\.(?:\d|\d{3})(?:\.\d{1,4}){0,2}$/;

/** Orders two releases: negative where the left one is older. Both must match the pattern. */
export function compareReleases(left: string, right: string): number {
  const [a, b] = [numbers(left), numbers(right)];
  for (let index = 0; index < Math.max(a.length, b.length); index++) {
    const difference = (a[index] ?? 0) - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** The short form names a family: the documentation of `8.1.2` is that of the releases `8.1.200.xx`. */
function numbers(release: string): number[] {
  return release
    .split(".")
    .map((part, index) => (index === 2 && part.length === 1 ? Number(part) * 100 : Number(part)));
}
