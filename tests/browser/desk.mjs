// What every test needs: the program, editions of the fixtures, a browser that fetches nothing, and an eye for accessibility.
import { execFileSync, spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import assert from "node:assert/strict";
import { chromium } from "playwright-core";

const here = dirname(fileURLToPath(import.meta.url));
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Root of the repository. */
export const root = resolve(here, "../..");

/** The program under test. */
export const program = process.env.METRYCZKA_BIN;

/** A folder that is gone after the tests. */
export const scratch = mkdtempSync(join(tmpdir(), "metryczka-browser-"));
process.on("exit", () => rmSync(scratch, { recursive: true, force: true }));

/** Runs the program in a folder; what it prints. */
export function metryczka(folder, ...args) {
  return execFileSync(program, ["--quiet", ...args], { cwd: folder, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"], maxBuffer: 1 << 28 });
}

/** A folder of its own with a copy of the fixtures and an edition of them called `first`. */
export function workplace(name) {
  const folder = join(scratch, name);
  mkdirSync(folder, { recursive: true });
  for (const part of ["pages", "documents", "archive"]) {
    cpSync(join(root, "fixtures", part), join(folder, "fixtures", part), { recursive: true });
  }
  metryczka(folder, "run", "--edition", "first");
  return folder;
}

/** Starts the review desk in a folder; resolves with its link and a function that ends it. */
export async function review(folder, ...args) {
  const child = spawn(program, ["review", ...args], { cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  const link = await new Promise((found, failed) => {
    const hear = (bytes) => {
      said += bytes;
      const match = said.match(/http:\/\/127\.0\.0\.1:\d+\/\S*\?token=\S+/);
      if (match) found(match[0]);
    };
    child.stdout.on("data", hear);
    child.stderr.on("data", hear);
    child.on("exit", (code) => failed(new Error(`review ended (${code}): ${said}`)));
    setTimeout(() => failed(new Error(`review prints no link: ${said}`)), 60_000).unref();
  });
  const end = () => new Promise((ended) => {
    child.on("exit", (code) => ended(code));
    child.kill("SIGINT");
  });
  return { link, end };
}

/** A browser. */
export function launch() {
  return chromium.launch({
    executablePath: process.env.METRYCZKA_CHROMIUM,
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
      "--disable-component-update", "--disable-sync"],
  });
}

/**
 * A page that notes what it is not to do: errors of scripts, refused styles, and requests to anywhere but `own` (a file, a host).
 * `clean()` asserts that there was nothing of that.
 */
export async function open(browser, address, { own = address, ...options } = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, reducedMotion: "reduce", ...options });
  const page = await context.newPage();
  const faults = [];
  const origin = (url) => (url.startsWith("http") ? new URL(url).origin : url.split("#")[0]);
  page.on("pageerror", (error) => faults.push(`error: ${error}`));
  page.on("console", (message) => { if (message.type() === "error") faults.push(`console: ${message.text()}`); });
  page.on("request", (request) => {
    const url = request.url();
    if (!/^(data|blob|about):/.test(url) && origin(url) !== origin(own)) faults.push(`request: ${url}`);
  });
  await page.goto(address);
  return { page, context, faults, clean: () => assert.deepEqual(faults, []) };
}

/** Asserts that axe-core finds nothing serious, in the state the page is in; prints what is less. */
export async function accessible(page, what) {
  // Evaluated by the browser's own means, which the page's policy does not bind.
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
  const told = violations.map((one) => `${one.impact} ${one.id}: ${one.help} (${one.nodes.length}) ${one.nodes[0]?.target}`);
  console.log(`axe-core, ${what}: ${told.length === 0 ? "nothing found" : told.join("; ")}`);
  const serious = violations.filter((one) => ["serious", "critical"].includes(one.impact));
  assert.deepEqual(serious.map((one) => `${one.id}: ${one.nodes.map((node) => node.target).join(" ")}`), []);
}

/** Keeps a picture for people, if the tests were asked for pictures. */
export async function shot(page, name, options = {}) {
  if (process.env.METRYCZKA_SHOTS) await page.screenshot({ path: join(process.env.METRYCZKA_SHOTS, `${name}.png`), ...options });
}
