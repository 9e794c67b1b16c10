/** The page's own style: one column, tables that become cards on a narrow screen, colours for light and dark. */
export const style = `
:root { color-scheme: light dark; --ink: #1f2328; --faint: #59636e; --paper: #ffffff; --line: #d1d9e0; --block: #f6f8fa;
  --added: #1a7f37; --removed: #cf222e; --restarts: #9a6700; --changed: #0969da; --wash: 10%; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6edf3; --faint: #9198a1; --paper: #0d1117; --line: #3d444d; --block: #151b23;
    --added: #3fb950; --removed: #f85149; --restarts: #d29922; --changed: #58a6ff; --wash: 18%; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 76rem; margin: 0 auto; padding: 1rem 1rem 4rem; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: .5rem 0 1rem; }
h2 { font-size: 1.2rem; line-height: 1.35; margin: 2.5rem 0 .75rem; padding-top: 1rem; border-top: 1px solid var(--line); }
p, ul { margin: .5rem 0; }
ul { padding-left: 1.25rem; }
code, pre { font-family: ui-monospace, "DejaVu Sans Mono", monospace; font-size: .85em; }
code { background: var(--block); border: 1px solid var(--line); border-radius: 4px; padding: .05em .35em; overflow-wrap: break-word; }
.bad { --mood: var(--removed); } .careful { --mood: var(--restarts); } .good { --mood: var(--added); }
p.bad, ul.bad, p.careful { border-left: 4px solid var(--mood); padding: .4rem .75rem; margin: 0;
  background: color-mix(in srgb, var(--mood) var(--wash), var(--paper)); }
p.bad + ul.bad { padding-left: 2rem; } ul.bad { margin-bottom: .75rem; } p.bad, p.careful { margin-top: .75rem; }
h1.bad::before, h2.bad::before, h2.careful::before, h2.good::before { content: ""; display: inline-block; width: .6em;
  height: .6em; border-radius: 50%; background: var(--mood); margin-right: .5em; }
table { width: 100%; border-collapse: collapse; margin: .75rem 0; font-size: .92rem; }
th, td { text-align: left; vertical-align: top; padding: .4rem .6rem; border-bottom: 1px solid var(--line); }
th { color: var(--faint); font-weight: 600; background: var(--block); }
details { margin: .75rem 0; border: 1px solid var(--line); border-radius: 6px; padding: .4rem .75rem; }
summary { cursor: pointer; }
details[open] > summary { margin-bottom: .5rem; }
.wide { overflow-x: auto; }
pre { background: var(--block); padding: .75rem; border-radius: 6px; max-height: 32rem; overflow: auto; line-height: 1.4; }
pre .added { color: var(--added); } pre .removed { color: var(--removed); } pre .changed { color: var(--changed); }
pre .restarts { color: var(--restarts); }
svg.topology { display: block; max-width: 100%; min-width: 44rem; height: auto; }
@media (max-width: 46rem) {
  main { padding: .5rem .75rem 3rem; } h1 { font-size: 1.3rem; } h2 { font-size: 1.05rem; }
  table, tbody, tr, td { display: block; width: 100%; } thead { display: none; }
  tr { border: 1px solid var(--line); border-radius: 6px; margin: .5rem 0; padding: .25rem .6rem; }
  td { overflow-wrap: anywhere; border: 0; padding: .15rem 0; } td::before { content: attr(data-label) ": "; color: var(--faint); font-size: .85em; }
}
`;
