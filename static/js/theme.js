/* Chooses light or dark before the first paint.
   Loaded blocking in the head: the content policy allows no inline script. */
(() => {
  let theme = null;
  try {
    theme = localStorage.getItem("theme");
  } catch {
    /* storage may be forbidden */
  }
  if (theme !== "light" && theme !== "dark")
    theme = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  document.documentElement.dataset.bsTheme = theme;
  document.documentElement.classList.add("js");
})();
