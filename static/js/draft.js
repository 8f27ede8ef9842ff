/* form[data-draft]: htmx saves it while somebody types. This adds what a plain form cannot:
   a last save when the page goes away, another try when the connection is back,
   and a fresh token after signing in again elsewhere. */
(() => {
  const form = document.querySelector("form[data-draft]");
  if (!form) return;
  const line = document.querySelector("#saved");
  const address = form.getAttribute("hx-post");
  let unsaved = false;
  let sending = false;
  const token = () =>
    document.cookie
      .split("; ")
      .find((part) => part.startsWith("csrftoken="))
      ?.split("=")[1];
  const freshen = () => {
    const now = token();
    if (now) form.elements.csrfmiddlewaretoken.value = now;
  };

  form.addEventListener("input", () => {
    unsaved = true;
  });
  form.addEventListener("submit", () => {
    sending = true;
  });
  window.addEventListener("pageshow", () => {
    sending = false;
  });
  document.addEventListener("htmx:after:swap", () => {
    if (line?.querySelector("#saved-line")) unsaved = false;
  });
  if (line) {
    const copy = () =>
      document.querySelectorAll("[data-saved-copy]").forEach((other) => {
        other.textContent = line.textContent;
      });
    new MutationObserver(copy).observe(line, {
      childList: true,
      characterData: true,
      subtree: true,
    });
  }
  window.addEventListener("online", () => {
    if (unsaved) form.dispatchEvent(new Event("draft"));
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState !== "hidden" || !unsaved || sending) return;
    freshen();
    navigator.sendBeacon(address, new FormData(form));
  });
})();
