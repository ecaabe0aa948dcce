// Builds ../static from this folder: one style sheet, three scripts, the fonts, an icon sprite.
import { build } from "esbuild";
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const out = "../static";
mkdirSync(`${out}/fonts`, { recursive: true });

const fonts = [];
for (const [pkg, family, subsets, weights] of [
  ["be-vietnam-pro", "Be Vietnam Pro", ["vietnamese", "latin-ext", "latin"], [400, 500, 600]],
  ["noto-sans-khmer", "Noto Sans Khmer", ["khmer"], [400]],
]) {
  const ranges = JSON.parse(readFileSync(`node_modules/@fontsource/${pkg}/unicode.json`));
  for (const subset of subsets) for (const weight of weights) {
    const file = `${pkg}-${subset}-${weight}-normal.woff2`;
    copyFileSync(`node_modules/@fontsource/${pkg}/files/${file}`, `${out}/fonts/${file}`);
    fonts.push(`@font-face{font-family:"${family}";font-weight:${weight};font-display:swap;src:url(/static/fonts/${file}) format("woff2");unicode-range:${ranges[subset]}}`);
  }
}
writeFileSync("fonts.gen.css", fonts.join("\n"));

const common = { bundle: true, minify: true, legalComments: "none", logLevel: "warning", target: "es2020" };
await build({ ...common, entryPoints: ["app.css"], outfile: `${out}/app.css`, external: ["/static/*"] });
for (const name of ["app", "chart", "grid"]) await build({ ...common, entryPoints: [`${name}.ts`], outfile: `${out}/${name}.js`, format: "iife" });

const icons = `home search users user user-plus map-pin upload download printer settings logout lock key history edit trash plus check x
  alert-triangle info-circle chevron-left chevron-right clipboard columns filter sun-moon chart-bar copy arrows-split arrows-join building eye
  refresh scale list-details device-floppy list-check trending-up file-text target sitemap table heart-handshake checkbox
  calendar menu-2 coin user-circle chevrons-left`.split(/\s+/);
const symbols = icons.map((name) => {
  const svg = readFileSync(`node_modules/@tabler/icons/icons/outline/${name}.svg`, "utf8");
  return `<symbol id="${name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round">${svg.replace(/^[\s\S]*?<svg[^>]*>/, "").replace("</svg>", "").replace(/\s+/g, " ").trim()}</symbol>`;
});
writeFileSync(`${out}/icons.svg`, `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>\n`);
copyFileSync("node_modules/axe-core/axe.min.js", "../../../e2e/axe.min.js");

for (const f of ["app.css", "app.js", "chart.js", "grid.js", "icons.svg"]) {
  const b = readFileSync(`${out}/${f}`);
  console.log(f, b.length, gzipSync(b).length);
}
