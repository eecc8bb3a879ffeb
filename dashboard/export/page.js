// Arrow keys between slides, Esc back to reading. Without it the page is read from top to bottom.
(() => {
  const root = document.documentElement;
  const slides = [...document.querySelectorAll("section")];
  const start = document.getElementById("start");
  let place = 0;
  const show = (number) => {
    place = Math.max(0, Math.min(slides.length - 1, number));
    slides.forEach((slide, index) => slide.classList.toggle("now", index === place));
    if (root.classList.contains("present")) {
      history.replaceState(null, "", "#" + (place + 1));
      slides[place].querySelector("h1,h2").focus({ preventScroll: true });
    }
  };
  const open = (number) => {
    root.classList.add("present");
    show(number);
  };
  const close = () => {
    if (!root.classList.contains("present")) return;
    root.classList.remove("present");
    history.replaceState(null, "", location.pathname + location.search);
    slides[place].scrollIntoView();
    if (document.fullscreenElement) document.exitFullscreen();
    start.focus({ preventScroll: true });
  };
  const steps = {
    ArrowRight: () => place + 1, ArrowDown: () => place + 1, PageDown: () => place + 1,
    " ": () => place + 1, ArrowLeft: () => place - 1, ArrowUp: () => place - 1,
    PageUp: () => place - 1, Home: () => 0, End: () => slides.length - 1,
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") return close();
    if (!root.classList.contains("present") || !(event.key in steps)) return;
    event.preventDefault();
    show(steps[event.key]());
  });
  document.addEventListener("click", (event) => {
    if (!root.classList.contains("present") || event.target.closest("a,button,summary")) return;
    show(place + (event.clientX < innerWidth / 3 ? -1 : 1));
  });
  start.hidden = false;
  start.addEventListener("click", () => {
    open(0);
    if (root.requestFullscreen) root.requestFullscreen().catch(() => {});
  });
  const asked = Number(location.hash.slice(1));
  if (asked) open(asked - 1);
})();
