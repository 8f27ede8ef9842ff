/* [data-timer="30"]: the minutes of a meeting. It starts by hand, makes no sound, and goes on below zero:
   a talk ends when the two say so. Kept in the browser, so that a reload or a locked phone loses nothing. */
(() => {
  const face = document.querySelector("[data-timer]");
  const button = document.querySelector("[data-timer-go]");
  if (!face || !button) return;
  const bar = document.querySelector("[data-timer-bar]");
  const whole = Number(face.dataset.timer) * 60;
  const key = face.dataset.timerKey;
  const A_DAY = 24 * 60 * 60 * 1000;
  // `spent` seconds until `since`, the moment it was started; 0 while it stands still.
  let state = { spent: 0, since: 0, saved: Date.now() };
  try {
    const kept = JSON.parse(localStorage.getItem(key));
    if (kept && Date.now() - kept.saved < A_DAY / 4) state = kept;
  } catch {
    /* a meeting begins anew */
  }
  const keep = () => {
    state.saved = Date.now();
    try {
      localStorage.setItem(key, JSON.stringify(state));
    } catch {
      /* kept for this page only */
    }
  };
  const spent = () => state.spent + (state.since ? (Date.now() - state.since) / 1000 : 0);
  const show = () => {
    const left = Math.round(whole - spent());
    const clock = Math.abs(left);
    const minutes = String(Math.floor(clock / 60)).padStart(2, "0");
    const text = `${left < 0 ? "−" : ""}${minutes}:${String(clock % 60).padStart(2, "0")}`;
    if (face.textContent !== text) face.textContent = text;
    bar?.style.setProperty("--v", `${Math.min(100, (100 * spent()) / whole)}%`);
    const words = button.dataset;
    button.textContent = state.since ? words.pause : state.spent ? words.on : words.start;
  };
  let lock;
  const stayAwake = async () => {
    try {
      lock = state.since ? await navigator.wakeLock?.request("screen") : await lock?.release();
    } catch {
      /* the phone may go dark: the timer goes on */
    }
  };
  button.addEventListener("click", () => {
    state = state.since
      ? { spent: spent(), since: 0 }
      : { spent: state.spent, since: Date.now() };
    keep();
    stayAwake();
    show();
  });
  [face, button, ...document.querySelectorAll("[data-timer-part]")].forEach((part) => {
    part.hidden = false;
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") stayAwake();
  });
  show();
  setInterval(show, 1000);
})();
