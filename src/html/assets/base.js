// Of every page for people: which language and which colours are seen. Nothing is fetched, nothing leaves the page.
const root = document.documentElement;

/** The language that is seen. */
const language = () => root.lang;

/** Remembers a choice where the browser lets a page do so. */
const remember = (key, value) => {
  try { localStorage.setItem(`metryczka.${key}`, value); } catch { /* A page opened from disk may not. */ }
};

const recall = (key) => {
  try { return localStorage.getItem(`metryczka.${key}`); } catch { return null; }
};

/** Shows one of the two languages. */
const speak = (code) => {
  root.lang = code === "en" ? "en" : "pl";
  remember("lang", root.lang);
  document.dispatchEvent(new CustomEvent("language"));
};

if (recall("lang")) speak(recall("lang"));
if (["light", "dark"].includes(recall("theme"))) root.dataset.theme = recall("theme");

for (const button of document.querySelectorAll("[data-language]")) {
  button.addEventListener("click", () => speak(button.dataset.language));
}
for (const button of document.querySelectorAll("[data-theme-toggle]")) {
  button.addEventListener("click", () => {
    const isDark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = isDark ? "light" : "dark";
    remember("theme", root.dataset.theme);
  });
}
