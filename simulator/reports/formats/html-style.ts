import type { Colour } from '../colours.ts';
import { DARK, LIGHT } from '../colours.ts';

const values = (of: Readonly<Record<Colour, string>>) =>
  Object.entries(of)
    .map(([name, value]) => `--${name}:${value}`)
    .join(';');

/** Drawings name their colours by class. */
const painted = Object.keys(LIGHT)
  .map((name) => `.fill-${name}{fill:var(--${name})}.stroke-${name}{stroke:var(--${name})}`)
  .join('\n');

/** The style sheet of a page: colours by theme, wide tables that scroll on a screen and are whole on paper. */
export const STYLE = `
:root{color-scheme:light dark;${values(LIGHT)}}
@media screen and (prefers-color-scheme:dark){:root{${values(DARK)}}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:1240px;padding:32px 40px 64px;background:var(--surface);color:var(--ink);
font:14px/1.45 "Segoe UI","SF Pro Text",-apple-system,"Noto Sans",Ubuntu,Cantarell,"Liberation Sans",system-ui,sans-serif;
font-variant-numeric:tabular-nums}
h1{margin:0;font-size:28px;line-height:1.2;font-weight:600;overflow-wrap:anywhere}
h2{margin:40px 0 12px;font-size:18px;font-weight:600}
header p{margin:8px 0 0;color:var(--ink-2)}
nav ol{display:flex;flex-wrap:wrap;gap:4px 20px;margin:16px 0 0;padding:12px 0 0;list-style:none;border-top:1px solid var(--hairline)}
a{color:var(--accent)}
a:focus-visible,.wide:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
p,ul{max-width:80ch}
ul{margin:0;padding-left:20px}
li{margin:4px 0}
figure{margin:0}
figcaption,caption{color:var(--ink-2);font-size:13px;text-align:left}
figcaption{margin-top:8px}
caption{padding:0 0 8px}
.wide{overflow-x:auto}
figure svg{display:block;max-width:100%;min-width:900px;height:auto;font-family:inherit}
table{width:100%;min-width:900px;border-collapse:collapse;font-size:12px;table-layout:fixed}
th,td{padding:6px 8px;text-align:left;vertical-align:top;border-bottom:1px solid var(--hairline);overflow-wrap:anywhere}
thead th{font-weight:600;background:var(--surface-3);vertical-align:bottom;overflow-wrap:normal}
tbody th{font-weight:600}
tbody tr:nth-child(even){background:var(--surface-2)}
.end{text-align:right}
.mark svg{display:inline-block;width:13px;height:13px;vertical-align:-2px}
${painted}
@media screen and (max-width:700px){body{padding:20px 16px 40px}}
@page{size:A4 landscape;margin:14mm}
@media print{
body{max-width:none;padding:0;font-size:11px}
nav{display:none}
.wide{overflow:visible}
figure svg,table{min-width:0;width:100%}
table{font-size:8.5px}
figcaption,caption{font-size:10px}
thead{display:table-header-group}
tr,figure{break-inside:avoid}
h2{break-after:avoid}
*{print-color-adjust:exact;-webkit-print-color-adjust:exact}
}
`;
