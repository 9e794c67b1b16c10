/** The picture's measures in pixels. */
export const measures = {
  width: 1200,
  /** Where the time axis begins: names stand left of it. */
  left: 150,
  right: 1180,
  lane: 18,
  laneGap: 4,
  /** The height of the waits' plot. */
  waits: 90,
  /** Above the first panel: title and key. */
  head: 58,
  /** Between two panels. */
  gap: 26,
} as const;

/** Words and shapes say the same as the colours, for those who can't tell them apart. */
const light = {
  paper: "#ffffff",
  ink: "#1f2328",
  soft: "#656d76",
  line: "#d8dee4",
  active: "#1a7f5a",
  standby: "#b9cfe4",
  down: "#cf222e",
  fault: "#9a6700",
  roll: "#8250df",
  wait: "#0550ae",
  onActive: "#ffffff",
};

const dark: typeof light = {
  paper: "#0d1117",
  ink: "#e6edf3",
  soft: "#9198a1",
  line: "#30363d",
  active: "#2ea67a",
  standby: "#33475b",
  down: "#f85149",
  fault: "#d29922",
  roll: "#bc8cff",
  wait: "#79b8ff",
  onActive: "#0d1117",
};

/** Plain rules and no custom properties: not every viewer of SVG knows those. */
function colours(of: typeof light): string {
  return `
.paper { fill: ${of.paper}; } text { fill: ${of.ink}; } .soft { fill: ${of.soft}; } .grid { stroke: ${of.line}; }
.active { fill: ${of.active}; } .standby { fill: ${of.standby}; } .down { fill: ${of.down}; }
.in-active { fill: ${of.onActive}; } .in-standby { fill: ${of.ink}; }
.struck { stroke: ${of.fault}; } .lasting { fill: ${of.fault}; } 
.rolling { fill: ${of.roll}; } .bracket { stroke: ${of.roll}; }
.wait { stroke: ${of.wait}; } .longest { fill: ${of.wait}; }
`;
}

/** The style sheet, for light and dark surroundings. */
export const style = `
text { font: 12px system-ui, sans-serif; } .title { font-size: 16px; font-weight: 600; } .name, .mark { font-weight: 600; }
.end { text-anchor: end; } .middle { text-anchor: middle; } .in-active, .in-standby { font-size: 11px; }
.grid { stroke-width: 1; } .struck { stroke-width: 1.5; stroke-dasharray: 4 3; } .lasting { opacity: 0.16; }
.rolling { opacity: 0.1; } .bracket { stroke-width: 2; fill: none; } svg { max-width: 100%; height: auto; }
.wait { stroke-width: 1.5; fill: none; }
${colours(light)}
@media (prefers-color-scheme: dark) {${colours(dark)}}
`;
