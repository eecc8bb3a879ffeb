// What the browser does on our pages by itself: it stands before Streamlit's script.
(() => {
  // Everything of ours lies under the path that this script does.
  const home = new URL("../../", import.meta.url).pathname;

  // How much room there is, told when the page connects: also for who has made the letters
  // four times as large, whose screen is as narrow as a phone's.
  const tell = () => {
    const room = innerWidth < 640 ? "narrow" : innerWidth < 1000 ? "middle" : "wide";
    document.cookie = `kvarvarde_room=${room}; path=${home}; SameSite=Strict`;
  };
  tell();
  addEventListener("resize", tell);

  // A screen reader reads the page in the language that its address says, also once it changes.
  const speak = () => {
    const asked = new URLSearchParams(location.search).get("sprak");
    if (/^(sv|en)$/.test(asked)) document.documentElement.lang = asked;
  };

  // What stays Swedish on a page in another language is read as Swedish: such words stand slanted
  // between two signs that nobody sees (`swedish` in text/markdown.py).
  let asked = 0;
  const markSwedish = () => {
    asked = 0;
    for (const words of document.querySelectorAll('[data-testid="stMain"] em')) {
      if (words.textContent.startsWith("\u2068")) words.lang = "sv";
      else words.removeAttribute("lang");
    }
  };
  new MutationObserver(() => {
    if (!asked && document.documentElement.lang === "en") asked = requestAnimationFrame(markSwedish);
  }).observe(document, { childList: true, subtree: true, characterData: true });

  // What Back leads to is the page before, as it was left, and nothing in between.
  // Streamlit adds a step for every word that a page writes in its address, also for those that
  // it only fills in. Here the first word after a press is a step, and the next belong to it.
  let begun = true; // a page that has just been opened fills in its own address
  const press = () => { begun = false; };
  addEventListener("pointerdown", press, true);
  addEventListener("keydown", press, true);
  addEventListener("popstate", () => { begun = true; speak(); }, true);
  const step = history.pushState;
  history.pushState = function (...where) {
    if (begun) {
      history.replaceState(...where);
    } else {
      begun = true;
      step.apply(history, where);
    }
    speak();
  };

  // A link in a text that leads to another page of ours is followed as one of the menu: here,
  // and without loading everything anew. Whoever asks for a new window gets one.
  const texts = ["stMarkdownContainer", "stHtml", "stTable"];
  const inText = texts.map((name) => `[data-testid="${name}"] a[href^="/"]`).join();
  const notAPage = /\/(api|media|app)\/|\/presentera\b|\.\w+$/;
  addEventListener("click", (event) => {
    const link = event.target.closest?.(inText);
    const other = event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
    if (!link || other || notAPage.test(link.pathname)) return;
    event.preventDefault();
    step.call(history, {}, "", link.href);
    dispatchEvent(new PopStateEvent("popstate"));
    document.querySelector('[data-testid="stMain"]')?.scrollTo(0, 0);
  }, true);
})();
