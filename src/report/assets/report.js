// Of the report, beside its table: what is folded away on a screen is open on paper.
{
  const opened = [];

  addEventListener("beforeprint", () => {
    for (const details of document.querySelectorAll("details.numbers:not([open]), details.about:not([open])")) {
      details.open = true;
      opened.push(details);
    }
  });

  addEventListener("afterprint", () => {
    for (const details of opened.splice(0)) details.open = false;
  });

  // The buttons of languages say which is chosen.
  const tell = () => {
    for (const button of document.querySelectorAll("[data-language]")) {
      button.setAttribute("aria-pressed", String(button.dataset.language === root.lang));
    }
  };

  document.addEventListener("language", tell);
  tell();
}
