// Builds webapp/static: bundles with a digest in their names, one icon sprite, and a manifest; beside each
// file the same compressed. Every file in entries/ is a bundle; icons, and what stays of the design system,
// are those that templates and scripts name.
import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { existsSync } from "node:fs";
import { basename, dirname, extname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { build } from "esbuild";
import { prune } from "./pruning.js";

const here = dirname(fileURLToPath(import.meta.url));
const root = resolve(here, "../..");
const target = join(root, "webapp/static");
const work = join(root, "webapp/.static-building");
const outlines = join(root, "node_modules/@tabler/icons/icons/outline");

async function* sources(folder, endings) {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.name.startsWith(".") || entry.name === "static" || entry.name === "__pycache__") continue;
    if (entry.isDirectory()) yield* sources(path, endings);
    else if (endings.includes(extname(entry.name))) yield path;
  }
}

// icon("name"), icon("a" if x else "b"), icon="name", MenuEntry("标题", "name", …
const mentions = [
  { pattern: /\bicon\(([^()]*)/g, strict: false },
  { pattern: /\bicon=["']([a-z0-9-]+)["']/g, strict: true },
  { pattern: /\bMenuEntry\("[^"]*", "([a-z0-9-]+)"/g, strict: true },
];

// Every template and script as [path, text], but for the tools of the build.
async function* texts() {
  for (const folder of ["webapp", "forms", "tests/browser"]) {
    if (!existsSync(join(root, folder))) continue;
    for await (const path of sources(join(root, folder), [".html", ".py", ".js"]))
      if (dirname(path) !== here) yield [path, await readFile(path, "utf8")];
  }
}

async function iconNames() {
  const names = new Map();
  for await (const [path, text] of texts()) {
    for (const { pattern, strict } of mentions) {
      for (const [, found] of text.matchAll(pattern)) {
        const words = strict ? [found] : [...found.matchAll(/["']([a-z0-9-]+)["']/g)].map((m) => m[1]);
        words.forEach((word, at) => {
          if (existsSync(join(outlines, `${word}.svg`))) names.set(word, path);
          else if (strict || (at === 0 && words.length === 1 && found.trim().match(/^["'][a-z0-9-]+["']$/)))
            throw new Error(`${relative(root, path)}: there is no Tabler icon called "${word}"`);
        });
      }
    }
  }
  return [...names.keys()].sort();
}

const pruning = {
  name: "pruning",
  setup({ onLoad }) {
    onLoad({ filter: /tabler(\.min)?\.css$/ }, async ({ path }) => {
      const words = new Set();
      for await (const [, text] of texts()) for (const [word] of text.matchAll(/[A-Za-z_][\w-]*/g)) words.add(word);
      return { contents: prune(await readFile(path, "utf8"), words), loader: "css" };
    });
  },
};

async function compress() {
  for (const name of await readdir(work)) {
    if (![".css", ".js", ".svg"].includes(extname(name))) continue;
    const plain = await readFile(join(work, name));
    const hint = { [constants.BROTLI_PARAM_SIZE_HINT]: plain.length };
    await writeFile(join(work, `${name}.br`), brotliCompressSync(plain, { params: hint }));
    await writeFile(join(work, `${name}.gz`), gzipSync(plain, { level: 9 }));
  }
}

async function sprite() {
  const symbols = [];
  for (const name of await iconNames()) {
    const svg = await readFile(join(outlines, `${name}.svg`), "utf8");
    const inner = svg
      .replace(/<!--[\s\S]*?-->/g, "")
      .replace(/^[\s\S]*?<svg[^>]*>|<\/svg>\s*$/g, "")
      .replace(/\s+/g, " ")
      .trim();
    symbols.push(
      `<symbol id="${name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75" ` +
        `stroke-linecap="round" stroke-linejoin="round">${inner}</symbol>`,
    );
  }
  return `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>\n`;
}

async function main() {
  await rm(work, { recursive: true, force: true });
  await mkdir(work, { recursive: true });
  const entries = join(here, "entries");
  const result = await build({
    absWorkingDir: root,
    entryPoints: (await readdir(entries)).map((name) => join(entries, name)),
    outdir: work,
    entryNames: "[name].[hash]",
    assetNames: "[name].[hash]",
    bundle: true,
    minify: true,
    sourcemap: "linked",
    target: ["chrome109", "firefox115", "safari16"],
    format: "iife",
    metafile: true,
    logLevel: "warning",
    plugins: [pruning],
    loader: { ".svg": "file", ".woff": "file", ".woff2": "file", ".ttf": "empty", ".eot": "empty" },
  });
  const manifest = {};
  for (const [output, { entryPoint }] of Object.entries(result.metafile.outputs)) {
    if (!entryPoint) continue;
    manifest[basename(entryPoint)] = basename(output);
  }
  for (const [name, text] of [
    ["icons.svg", await sprite()],
    ["mark.svg", await readFile(join(here, "mark.svg"), "utf8")],
  ]) {
    const digest = createHash("sha256").update(text).digest("hex").slice(0, 8);
    manifest[name] = name.replace(".", `.${digest}.`);
    await writeFile(join(work, manifest[name]), text);
  }
  await compress();
  await writeFile(join(work, "manifest.json"), JSON.stringify(manifest, null, 1));
  const old = join(root, "webapp/.static-old");
  await rm(old, { recursive: true, force: true });
  if (existsSync(target)) await rename(target, old);
  await rename(work, target);
  await rm(old, { recursive: true, force: true });
}

main().catch((error) => {
  if (!error.errors) console.error(error.message);
  process.exit(1);
});
