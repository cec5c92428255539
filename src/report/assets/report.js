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

  // A table wider than the screen can be scrolled with the keyboard; the others are no stop on the way.
  const reach = () => {
    for (const box of document.querySelectorAll(".scroll")) {
      if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
      else box.removeAttribute("tabindex");
    }
  };

  addEventListener("resize", reach);
  document.addEventListener("toggle", reach, true);
  reach();

  document.addEventListener("language", tell);
  document.addEventListener("language", reach);
  tell();
}
